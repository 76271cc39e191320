// The design review: what it must contain, and that its figures are those of the comparison.

#include <lastseen/experiments/review/review.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include <lastseen/experiments/review/sequence.hpp>

namespace lastseen::experiments {
namespace {

using testing::Contains;
using testing::HasSubstr;

Scenario small_study() {
  Scenario scenario = load_scenario("fifteen-minutes", {.replications = 80});
  for (Factor& factor : scenario.factors) factor.levels.resize(2);
  return scenario;
}

plots::Document reviewed(const Scenario& scenario) { return review({.scenario = scenario}, {}); }

/// All blocks of one type.
template <class Block>
std::vector<Block> blocks(const plots::Document& document) {
  std::vector<Block> found;
  for (const plots::Section& section : document.sections) {
    for (const plots::Block& block : section.blocks) {
      if (const auto* wanted = std::get_if<Block>(&block)) found.push_back(*wanted);
    }
  }
  return found;
}

/// All line charts.
std::vector<plots::LineChart> line_charts(const plots::Document& document) {
  std::vector<plots::LineChart> found;
  for (const plots::ChartRow& row : blocks<plots::ChartRow>(document)) {
    for (const plots::Chart& chart : row.charts) {
      if (const auto* wanted = std::get_if<plots::LineChart>(&chart)) found.push_back(*wanted);
    }
  }
  return found;
}

// Goal: delivery and time to UI update against each of the five factors, all arms in each chart.
TEST(Review, ChartsEveryFactorForAllArms) {
  const plots::Document document = reviewed(small_study());
  std::set<std::string> axes;
  for (const plots::LineChart& chart : line_charts(document)) {
    EXPECT_EQ(chart.series.size(), 4U) << chart.title;
    EXPECT_THAT(chart.command, HasSubstr("lastseen ")) << chart.title;
    axes.insert(chart.y.title + " / " + chart.x.title);
  }
  for (const char* factor : {"Handshake latency (median)", "AI processing time (median)", "Ping interval",
                             "Registry cleanup timeout", "Cleanup interval"}) {
    EXPECT_THAT(axes, Contains(std::string("Notifications delivered / ") + factor));
    EXPECT_THAT(axes, Contains(std::string("Time to UI update, mean / ") + factor));
  }
}

// Goal: the verdict is the comparison's. Method: turn the fix off in the last arm; the sentence and the tone turn.
TEST(Review, VerdictFollowsTheFigures) {
  // So many sessions that none never updated among them excludes a share of 1 %.
  Scenario study = load_scenario("fifteen-minutes", {.replications = 1000});
  study.factors.clear();
  const plots::Document good = reviewed(study);
  EXPECT_EQ(good.verdict_tone, plots::Tone::good);
  EXPECT_THAT(good.verdict, HasSubstr("all 4 targets are met"));

  Scenario broken = study;
  broken.arms.back().settings.registry.refresh_on = models::RefreshOn::connect;
  const plots::Document bad = reviewed(broken);
  EXPECT_EQ(bad.verdict_tone, plots::Tone::bad);
  EXPECT_THAT(bad.verdict, HasSubstr("missed"));
}

// Goal: a mean over the few jobs that were shown is not drawn for an arm that never shows most.
TEST(Review, LeavesOutMeansThatWouldFlatter) {
  const plots::Document document = reviewed(small_study());
  for (const plots::LineChart& chart : line_charts(document)) {
    if (chart.y.title != "Time to UI update, mean") continue;
    for (const plots::Series& series : chart.series) {
      for (const plots::Point& point : series.points) {
        EXPECT_EQ(point.y.has_value(), series.name != "as-logged") << chart.title << ", " << series.name;
      }
    }
  }
}

// Goal: the sequence charts show the same job lost and delivered, and each arrow arrives after it was sent.
TEST(Review, TellsOneJobInBothArms) {
  const Scenario scenario = small_study();
  const Arm& before = scenario.arms.front();
  const Arm& after = scenario.arms.back();
  const JobOfSession job = telling_job(scenario, before, after);
  const plots::SequenceChart lost = sequence_chart(scenario, before, job);
  const plots::SequenceChart kept = sequence_chart(scenario, after, job);
  EXPECT_EQ(lost.title, "before: lost");
  EXPECT_EQ(kept.title, "after: delivered");
  EXPECT_THAT(lost.notes, Contains(testing::Field(&plots::SequenceNote::label, "skipped")));
  EXPECT_THAT(kept.arrows, Contains(testing::Field(&plots::SequenceArrow::label, "job completed")));
  for (const plots::SequenceArrow& arrow : lost.arrows)
    EXPECT_LE(arrow.sent_s, *arrow.received_s) << arrow.label;
}

// Goal: without jobs there is no session to tell, and the rest of the review still stands.
TEST(Review, TellsNoSessionWithoutJobs) {
  Scenario idle = load_scenario("fifteen-minutes", {.set = {{"jobs.count", "0"}}, .replications = 3});
  idle.factors.clear();
  const plots::Document document = reviewed(idle);
  EXPECT_THAT(document.verdict, HasSubstr("No job was submitted"));
  for (const plots::Section& section : document.sections)
    EXPECT_NE(section.heading, "One session, step by step");
  EXPECT_FALSE(plots::render_html(document).empty());
}

TEST(Review, IsTheSamePageEachTime) {
  Scenario scenario = small_study();
  scenario.factors.resize(1);
  const auto page = [&](unsigned threads) {
    return plots::render_html(review({.scenario = scenario, .with_field_cases = true}, {.threads = threads}));
  };
  EXPECT_EQ(page(1), page(3));
}

// Goal: a stranger's scenario puts text on the page, never markup.
TEST(Review, EscapesWhatAScenarioSays) {
  const Scenario hostile = parse_scenario(
      "title = \"<script>alert(1)</script>\"\n"
      "description = \"</script><img src=x onerror=alert(1)>\"\n"
      "replications = 3\n",
      "hostile.toml");
  const std::string page = plots::render_html(review({.scenario = hostile}, {}));
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.find("<img src=x"), std::string::npos);
  EXPECT_NE(page.find("&lt;script&gt;alert"), std::string::npos);
}

// 5,000 users write more than a million records in a session; the review says that it tells none, and has all the rest.
TEST(Review, LeavesOutTheStoryOfASessionThatIsTooLong) {
  Scenario scenario = small_study();
  EXPECT_TRUE(story_can_be_told(scenario));
  scenario.arms[1].settings.session.users = 6000;
  EXPECT_FALSE(story_can_be_told(scenario));
  const plots::Document document = review({.scenario = small_study(), .with_story = false}, {});
  const plots::Document whole = reviewed(small_study());
  EXPECT_EQ(document.sections.size(), whole.sections.size());
  std::vector<std::string> paragraphs;
  for (const plots::Paragraph& paragraph : blocks<plots::Paragraph>(document))
    paragraphs.push_back(paragraph.text);
  EXPECT_THAT(paragraphs,
              Contains("The story of a session is left out: it has more than 1,000,000 records."));
}

}  // namespace
}  // namespace lastseen::experiments
