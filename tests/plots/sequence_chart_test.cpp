// Sequence charts: where things go, and what the SVG says about them.
#include <gmock/gmock.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <lastseen/plots/sequence_layout.hpp>
#include <lastseen/plots/sequence_rows.hpp>
#include "tests/plots/samples.hpp"

namespace lastseen::plots {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

std::vector<sequence::Text> texts_of(const sequence::Layout& layout) {
  std::vector<sequence::Text> texts;
  for (const auto& arrow : layout.arrows) texts.push_back(arrow.text);
  for (const auto& dot : layout.dots) texts.push_back(dot.text);
  for (const auto& bar : layout.bars) texts.push_back(bar.text);
  return texts;
}

bool overlap(const sequence::Text& a, const sequence::Text& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height() && b.y < a.y + a.height();
}

// Many things at few instants, with long labels.
SequenceChart crowded() {
  SequenceChart chart;
  chart.lifelines = {"App", "Server", "Registry", "Worker"};
  for (int i = 0; i < 40; ++i) {
    const double at_s = 0.04 * (i / 4) + (i > 20 ? 30 : 0);
    const double later_s = at_s + 0.05 * (i % 3);
    chart.arrows.push_back({.from = i % 4,
                            .to = (i * 7 + 1) % 4,
                            .sent_s = at_s,
                            .received_s = later_s,
                            .label = "a message that needs more than a line " + std::to_string(i)});
    chart.notes.push_back({.lifeline = (i + 2) % 4, .at_s = at_s, .label = "a note " + std::to_string(i)});
  }
  chart.spans.push_back({.lifeline = 1, .from_s = 0, .to_s = 31, .label = "connected"});
  return chart;
}

TEST(SequenceChart, DrawsALostArrowAsLost) {
  const std::string svg = draw(sample_sequence()).element;
  EXPECT_EQ(count(svg, "class=\"cross\""), 1U);
  EXPECT_EQ(count(svg, "class=\"tip\""), 2U) << "heads only for the arrows that arrive";
  EXPECT_THAT(svg, HasSubstr("arrow bad lost"));
}

TEST(SequenceChart, DrawsNoCrossWhenEverythingArrives) {
  SequenceChart chart = sample_sequence();
  chart.arrows.back().received_s = 90.1;
  EXPECT_THAT(draw(chart).element, Not(HasSubstr("class=\"cross\"")));
}

TEST(SequenceChart, LostArrowStopsShortOfItsTarget) {
  const sequence::Layout layout = sequence::lay_out(sample_sequence());
  const auto lost =
      std::find_if(layout.arrows.begin(), layout.arrows.end(), [](const auto& a) { return a.lost; });
  ASSERT_NE(lost, layout.arrows.end());
  EXPECT_EQ(lost->y1, lost->y2);
}

TEST(SequenceChart, KeepsTextsApartWhenCrowded) {
  const std::vector<sequence::Text> texts = texts_of(sequence::lay_out(crowded()));
  std::size_t pairs = 0;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (overlap(texts[i], texts[j])) ++pairs;
    }
  }
  EXPECT_EQ(pairs, 0U) << "overlapping pairs among " << texts.size();
}

TEST(SequenceChart, KeepsTextsOnTheDrawingWhenCrowded) {
  const sequence::Layout layout = sequence::lay_out(crowded());
  for (const sequence::Text& text : texts_of(layout)) {
    EXPECT_GE(text.x, layout.margin_px) << text.lines.front();
    EXPECT_LE(text.x + text.width, sequence::width_px) << text.lines.front();
    EXPECT_GE(text.y, layout.head_px) << text.lines.front();
    EXPECT_LE(text.y + text.height(), layout.bottom_px) << text.lines.front();
  }
}

TEST(SequenceChart, PutsLaterInstantsLower) {
  const sequence::Layout layout = sequence::lay_out(crowded());
  EXPECT_TRUE(std::is_sorted(layout.times.begin(), layout.times.end(),
                             [](const auto& a, const auto& b) { return a.y < b.y; }));
}

TEST(SequenceChart, SlopesAnArrowWhenSomethingHappensOnItsWay) {
  const sequence::Layout layout = sequence::lay_out(sample_sequence());
  ASSERT_EQ(layout.arrows.size(), 3U);
  for (const sequence::Arrow& arrow : layout.arrows) {
    if (arrow.text.lines.front().starts_with("ping")) {
      EXPECT_GT(arrow.y2, arrow.y1) << "it arrives when refresh is sent";
    } else {
      EXPECT_EQ(arrow.y2, arrow.y1);
    }
  }
}

TEST(SequenceChart, PutsAnEffectBelowItsCauseWhenBothAreAtOneInstant) {
  SequenceChart chart;
  chart.lifelines = {"App", "Server", "Registry"};
  chart.arrows.push_back({.from = 1, .to = 2, .sent_s = 5, .received_s = 5.0, .label = "connected?"});
  chart.arrows.push_back({.from = 2, .to = 1, .sent_s = 5, .received_s = 5.0, .label = "yes"});
  chart.arrows.push_back({.from = 1, .to = 0, .sent_s = 5, .received_s = 6.0, .label = "notify"});
  chart.notes.push_back({.lifeline = 1, .at_s = 5, .label = "decides"});
  const sequence::Layout layout = sequence::lay_out(chart);
  EXPECT_LT(layout.arrows[0].y1, layout.arrows[1].y1);
  EXPECT_LT(layout.arrows[1].y1, layout.arrows[2].y1);
}

TEST(SequenceChart, MarksABreakWhenNothingIsShownForLong) {
  EXPECT_EQ(sequence::lay_out(sample_sequence()).breaks.size(), 2U) << "1 s to 60 s, 60 s to 90 s";
}

TEST(SequenceChart, LeavesASpanOpenWhenItHasNoEnd) {
  SequenceChart chart = sample_sequence();
  chart.spans[0].to_s = std::numeric_limits<double>::infinity();
  const sequence::Layout layout = sequence::lay_out(chart);
  EXPECT_EQ(layout.bars[0].y2, layout.bottom_px);
}

TEST(SequenceChart, RefusesWhatIsOnNoLifeline) {
  SequenceChart chart = sample_sequence();
  chart.notes[0].lifeline = 3;
  EXPECT_THROW(draw(chart), std::invalid_argument);
  chart = sample_sequence();
  chart.arrows[0].from = -1;
  EXPECT_THROW(draw(chart), std::invalid_argument);
}

TEST(SequenceChart, IsAnElementWhenEmpty) { EXPECT_THAT(draw(SequenceChart{}).element, HasSubstr("</svg>")); }

TEST(SequenceChart, LeavesNoMarkupWhenTextIsHostile) {
  EXPECT_THAT(draw(sample_sequence(hostile)).element, Not(HasSubstr("<script")));
  EXPECT_THAT(draw(sample_sequence(hostile)).element, Not(HasSubstr("<img")));
}

TEST(FormatInstants, UsesAsManyDigitsAsTellThemApart) {
  EXPECT_THAT(sequence::format_instants({0, 22}), ElementsAre("+0.0 s", "+22.0 s"));
  EXPECT_THAT(sequence::format_instants({22, 22.05}), ElementsAre("+22.00 s", "+22.05 s"));
}

}  // namespace
}  // namespace lastseen::plots
