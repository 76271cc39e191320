// A list of choices: what was chosen is written down with its kind and options, and chosen again from the list, whatever else
// is asked before.
#include <lastseen/sim/choices.hpp>

#include <gmock/gmock.h>

#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

/// The order in which two events of one instant happen, and a draw of each kind.
std::string play(ChoiceSource& source) {
  const Chance chance{source};
  const std::array<EventLabel, 2> due = {EventLabel{.purpose = 1}, EventLabel{.purpose = 2}};
  std::string story = source.next(run_start + 1s, due) == 0 ? "first " : "second ";
  story += std::to_string(chance.uniform({1, 1, 1, 1})) + ' ';
  story += std::to_string(chance.below({1, 2, 1, 1}, 6)) + ' ';
  story += chance.happens({1, 3, 1, 1}, 0.5) ? "yes " : "no ";
  story += std::to_string(chance.weighted({1, 4, 1, 1}, std::array{1.0, 1.0, 2.0})) + ' ';
  story += to_text(chance.draw({1, 5, 1, 1}, Distribution::exponential(5s)));
  story += source.at_once(run_start + 2s, due[0]) ? " at once" : " later";
  return story;
}

std::vector<Choice> recorded(std::uint64_t seed) {
  GeneratorSource generator{seed, 0};
  ChoiceRecording recording{generator};
  play(recording);
  return recording.choices();
}

TEST(Choices, AreWrittenDownWithKindAndOptions) {
  std::vector<std::string> kinds;
  std::vector<std::string> options;
  for (const Choice& choice : recorded(1)) {
    kinds.emplace_back(name(choice.kind));
    options.push_back(choice.options);
  }
  EXPECT_THAT(kinds, ElementsAre("next", "uniform", "below", "happens", "weighted", "variate", "at_once"));
  EXPECT_THAT(options, ElementsAre("0..1", "(0, 1)", "0..5", "p = 0.5", "weights 1:1:2",
                                   "exponential(mean=5s)", "false, true"));
}

TEST(Choices, AreMadeAgainFromTheList) {
  GeneratorSource one{1, 0};
  GeneratorSource other{2, 0};
  ASSERT_NE(play(one), play(other));
  ChoiceReplay replay{recorded(1), other};
  EXPECT_EQ(play(replay), play(one));
}

TEST(Choices, ThatAreNotInTheListComeFromTheOtherSource) {
  std::vector<Choice> list = recorded(1);
  std::erase_if(list, [](const Choice& choice) { return choice.kind != ChoiceKind::below; });
  GeneratorSource other{2, 0};
  ChoiceReplay replay{list, other};
  EXPECT_EQ(Chance{replay}.below({1, 2, 1, 1}, 6), list[0].outcome);
  EXPECT_EQ(Chance{replay}.uniform({1, 1, 1, 1}), Chance(2, 0).uniform({1, 1, 1, 1}));
}

TEST(Choices, ThatWereChangedInTheListChangeWhatIsChosen) {
  std::vector<Choice> list = recorded(1);
  list.front().outcome = 1;  // the second of the two events goes first
  list.back().outcome = 0;
  GeneratorSource other{1, 0};
  ChoiceReplay replay{list, other};
  const std::string story = play(replay);
  EXPECT_TRUE(story.starts_with("second ")) << story;
  EXPECT_TRUE(story.ends_with(" later")) << story;
}

TEST(Choices, ThatAreNoneOfTheOptionsAreNotMade) {
  std::vector<Choice> list = recorded(1);
  for (Choice& choice : list) choice.outcome = 1'000'000;
  GeneratorSource other{2, 0};
  ChoiceReplay replay{list, other};
  EXPECT_LT(Chance{replay}.below({1, 2, 1, 1}, 6), 6U);
  EXPECT_LT(Chance{replay}.weighted({1, 4, 1, 1}, std::array{1.0, 1.0, 2.0}), 3U);
  EXPECT_EQ(replay.next(run_start + 1s, std::array<EventLabel, 2>{}), 0U);
}

TEST(Choices, OfOneLabelAreRecordedOnce) {
  GeneratorSource generator{1, 0};
  ChoiceRecording recording{generator};
  const Chance chance{recording};
  EXPECT_NO_THROW((void)chance.uniform({1, 1, 1, 1}));
  EXPECT_NO_THROW((void)chance.uniform({1, 1, 1, 2}));
  EXPECT_THROW((void)chance.below({1, 1, 1, 1}, 6), Defect);
}

}  // namespace
}  // namespace lastseen::sim
