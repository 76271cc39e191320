// The whole page: complete, escaped, offline, the same every time.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>

#include <lastseen/plots/page.hpp>
#include <lastseen/plots/text.hpp>
#include "tests/plots/samples.hpp"

namespace lastseen::plots {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Stands in for the bundles, so that what is searched is our own markup.
constexpr Assets with_charts = {.style = "body{}",
                                .script = "page()",
                                .vega = "vega()",
                                .vega_lite = "lite()",
                                .vega_embed = "embed()",
                                .notices = "Licence <of> vega",
                                .policy = "default-src 'none'"};
constexpr Assets without_charts = {.style = "body{}",
                                   .script = "page()",
                                   .vega = {},
                                   .vega_lite = {},
                                   .vega_embed = {},
                                   .notices = {},
                                   .policy = "default-src 'none'"};

// The text between the n-th occurrence of `begin` and the next `end`.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t from = text.find(begin);
  if (from == std::string::npos) return {};
  return text.substr(from + begin.size(), text.find(end, from + begin.size()) - from - begin.size());
}

TEST(Page, HasEveryTextOfTheDocument) {
  const std::string page = render_page(sample_document(), with_charts);
  for (const char* text :
       {"Review text", "Subtitle text", "Verdict text", "Delivered text", "99.2 % text",
        "99.0 to 99.3 % text", "Heading text", "Paragraph text", "lastseen text", "Caption text",
        "Title text", "Description text", "lastseen sweep text", "lastseen run text"}) {
    EXPECT_THAT(page, HasSubstr(text));
  }
}

TEST(Page, IsTheSameBytesWhenRenderedAgain) {
  EXPECT_EQ(render_html(sample_document()), render_html(sample_document()));
}

TEST(Page, LeavesNoMarkupWhenEveryTextIsHostile) {
  const std::string harmless = render_page(sample_document(), with_charts);
  const std::string page = render_page(sample_document(hostile), with_charts);
  for (const char* markup : {"<script", "</script", "<!--", "<img", "onerror=\"", "onload=\""}) {
    EXPECT_EQ(count(page, markup), count(harmless, markup)) << markup;
  }
  EXPECT_THAT(page, AllOf(Not(HasSubstr("\u2028")), Not(HasSubstr("\u202E")), Not(HasSubstr("\xFF"))));
}

TEST(Page, LoadsNothing) {
  for (const Document& document : {sample_document(), sample_document("https://example.com/x.js")}) {
    const std::string page = render_page(document, with_charts);
    EXPECT_FALSE(
        std::regex_search(page, std::regex(R"re((src|href|action|data|poster)\s*=\s*["']?(https?:|//))re")));
    for (const char* loader : {"@import", "url(", "<link", "<iframe", "<img", "<object", "srcset"}) {
      EXPECT_THAT(page, Not(HasSubstr(loader)));
    }
  }
}

TEST(Page, StatesItsPolicyBeforeAnythingThatCouldRun) {
  const std::string page = render_html(sample_document());
  const std::string policy = between(page, "Content-Security-Policy\" content=\"", "\"");
  EXPECT_THAT(policy, AllOf(HasSubstr("default-src 'none'"), HasSubstr("script-src 'sha256-"),
                            HasSubstr("style-src 'sha256-"), Not(HasSubstr("unsafe"))));
  EXPECT_LT(page.find("Content-Security-Policy"), page.find("<style"));
  EXPECT_LT(page.find("Content-Security-Policy"), page.find("<script"));
}

TEST(Page, HasNoInlineStyleOrHandlerWhichItsPolicyWouldStop) {
  const std::string page = render_page(sample_document(), with_charts);
  EXPECT_FALSE(std::regex_search(page, std::regex(R"re(<[^>]*\s(style|on[a-z]+)=")re")));
}

TEST(Page, HoldsTheSpecificationAsJson) {
  const std::string page = render_page(sample_document(hostile), with_charts);
  const auto specification =
      nlohmann::json::parse(between(page, "<script type=\"application/json\">", "</script>"));
  EXPECT_EQ(specification["data"]["values"].size(), 6U);
}

TEST(Page, HasEveryCellOfATable) {
  const std::string page = render_page(sample_document(), with_charts);
  for (const char* cell : {"<th scope=\"col\">Response text</th>", "<th scope=\"col\">before</th>",
                           "<th scope=\"row\"><span>Delivery text</span><small>per job text</small></th>",
                           "<td><span class=\"bad\">5.6 %</span><small>5.2 to 6.0 %</small></td>",
                           "<td><span class=\"good\">99.2 %</span><small>99.0 to 99.3 %</small></td>",
                           "<td><span>48,213</span></td>", "<td><span>48,214</span></td>"}) {
    EXPECT_THAT(page, HasSubstr(cell));
  }
}

TEST(Page, RefusesATableWhenARowIsNotAsWideAsItsColumns) {
  Document document = sample_document();
  Table table = {.caption = "Narrow", .columns = {"a", "b"}, .rows = {{{"1"}, {"2"}}, {{"3"}}}};
  document.sections[0].blocks.emplace_back(table);
  EXPECT_THROW(render_html(document), std::invalid_argument);
}

TEST(Page, HasTheNumbersOfAChartAsATable) {
  const std::string data = render_data_table(data_table(sample_chart()));
  EXPECT_THAT(data, HasSubstr("<tr><th scope=\"row\">10 s</th><td>6.25 %<small>5 % to 7.5 %</small>"
                              "<small>note text</small></td><td>100 %</td></tr>"));
  EXPECT_THAT(data,
              HasSubstr("<tr><th scope=\"row\">20 s</th><td class=\"none\">no data</td><td>87.5 %</td></tr>"))
      << "a gap is not a zero";
  EXPECT_THAT(data, HasSubstr("<tr><th scope=\"row\">30 s</th><td>0 %</td><td>100 %</td></tr>"));
}

TEST(Page, HasARowForEachPointWhenSeriesDifferInX) {
  LineChart chart = sample_chart();
  chart.series[1].points.pop_back();
  EXPECT_EQ(count(render_data_table(data_table(chart)), "<tr><th scope=\"row\">"), 5U);
}

TEST(Page, SaysLostInTheTableOfASequence) {
  EXPECT_THAT(render_data_table(data_table(sample_sequence())), HasSubstr("lost: never received"));
}

TEST(Page, ShowsTablesInPlaceOfChartsWhenBuiltWithoutThem) {
  const std::string page = render_page(sample_document(), without_charts);
  EXPECT_THAT(page, AllOf(HasSubstr("<details open>"), HasSubstr("built without"), HasSubstr("87.5 %"),
                          Not(HasSubstr("application/json")), Not(HasSubstr("class=\"canvas\""))));
}

TEST(Page, ShowsLicencesWhenItCarriesScripts) {
  EXPECT_THAT(render_page(sample_document(), with_charts), HasSubstr("Licence &lt;of&gt; vega"));
  EXPECT_THAT(render_page(sample_document(), without_charts), Not(HasSubstr("Third-party")));
}

TEST(Page, SaysWhenAValueCannotStandOnALogarithmicAxis) {
  Document document = sample_document();
  LineChart chart = sample_chart();
  chart.y.scale = Scale::logarithmic;
  document.sections[1].blocks.emplace_back(ChartRow{{chart}});
  EXPECT_THAT(render_page(document, with_charts), HasSubstr("1 value at or below zero"));
}

TEST(Page, SaysNoDataWhenAChartHasNone) {
  Document document = sample_document();
  LineChart chart = sample_chart();
  for (Series& series : chart.series) series.points.clear();
  document.sections[1].blocks = {ChartRow{{chart}}};
  EXPECT_THAT(render_page(document, with_charts), HasSubstr("No data"));
}

TEST(Page, SetsChartsSideBySideWhenTheyDifferInForm) {
  Document document = sample_document();
  document.sections[1].blocks = {ChartRow{{sample_sequence(), sample_chart()}}};
  const std::string page = render_page(document, with_charts);
  const std::string row = between(page, "<div class=\"row sequences\">", "</section>");
  EXPECT_LT(row.find("<figure class=\"sequence\" id=\"figure-1\""),
            row.find("<figure class=\"chart\" id=\"figure-2\""));
  EXPECT_THAT(row, AllOf(HasSubstr("<svg"), HasSubstr("application/json")));
}

TEST(Page, GivesANameOneColourInTheWholeDocument) {
  Document document = sample_document();
  LineChart chart = sample_chart();
  chart.series.erase(chart.series.begin());
  document.sections[1].blocks.emplace_back(ChartRow{{chart}});
  const std::string page = render_page(document, with_charts);
  const std::regex entry(R"re(<li><svg[^>]*fill="(#[0-9a-f]{6})">(?:(?!</li>).)*</svg>after</li>)re");
  std::vector<std::string> found;
  for (auto it = std::sregex_iterator(page.begin(), page.end(), entry); it != std::sregex_iterator(); ++it) {
    found.push_back((*it)[1]);
  }
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0], found[1]);
}

}  // namespace
}  // namespace lastseen::plots
