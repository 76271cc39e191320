// Submission times that name the length of the session, and jobs that fall behind its end.
#include <lastseen/models/submission_time.hpp>

#include <gmock/gmock.h>

#include <algorithm>

#include <lastseen/models/assignments.hpp>
#include <lastseen/models/contradictions.hpp>
#include <lastseen/models/doubts.hpp>
#include "tests/race/session.hpp"

namespace lastseen::models {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Settings with(const std::vector<Assignment>& assignments) {
  Settings settings;
  std::vector<std::string> problems;
  apply(settings, assignments, "test", problems);
  EXPECT_THAT(problems, IsEmpty());
  return settings;
}

std::string in(std::string_view text, Duration session) {
  return SubmissionTime::parse(text).in(session).to_text();
}

TEST(SubmissionTime, IsThatOfItsSession) {
  EXPECT_EQ(in("uniform(0s, session.duration)", 5min), "uniform(0s, 5min)");
  EXPECT_EQ(in("uniform(0s, session.duration)", 15min), "uniform(0s, 15min)");
  EXPECT_EQ(in("session.duration", 90s), "90s");
  EXPECT_EQ(in("triangular(1s,session.duration , session.duration)", 1min), "triangular(1s, 1min, 1min)");
  EXPECT_EQ(in("mixture(0.5: truncated(0s, session.duration, exponential(mean=1min)), 0.5: 1s)", 2min),
            "mixture(0.5: truncated(0s, 2min, exponential(mean=1min)), 0.5: 1s)");
  EXPECT_EQ(in("uniform(0s, 15min)", 5min), "uniform(0s, 15min)");
}

TEST(SubmissionTime, IsPrintedAsItWasWritten) {
  for (const char* const text : {"uniform(0s, session.duration)", "session.duration", "uniform(0s, 15min)",
                                 "shifted(1min, uniform(0s, session.duration))"}) {
    EXPECT_EQ(SubmissionTime::parse(text).to_text(), text);
  }
  EXPECT_EQ(find_parameter("jobs.at")->default_text(), "uniform(0s, session.duration)");
}

TEST(SubmissionTime, RefusesTheWordWhereItWouldBeForgotten) {
  EXPECT_THROW(SubmissionTime::parse("shifted(1min, session.duration)"), std::invalid_argument);
  EXPECT_THROW(SubmissionTime::parse("uniform(0s, session.drain)"), std::invalid_argument);
  try {
    SubmissionTime::parse("uniform(25h, session.duration)");
    FAIL() << "no session is that long";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("session.duration"));
  }
}

// Goal: the order of settings does not matter, nor when a parameter of the distribution is set.
TEST(SubmissionTime, KnowsTheSessionWhicheverIsSetFirst) {
  const auto drawn = [](const std::vector<Assignment>& assignments) {
    const Settings settings = with(assignments);
    return settings.jobs.at[0].in(settings.session.duration).to_text();
  };
  const Assignment longer{"session.duration", "30min"};
  EXPECT_EQ(drawn({longer}), "uniform(0s, 30min)");
  EXPECT_EQ(drawn({longer, {"jobs.at.low", "1min"}}), "uniform(1min, 30min)");
  EXPECT_EQ(drawn({{"jobs.at.low", "1min"}, longer}), "uniform(1min, 30min)");
  EXPECT_EQ(drawn({{"jobs.at.high", "10min"}, longer}), "uniform(0s, 10min)");
  EXPECT_EQ(drawn({{"jobs.at", "uniform(0s, 1min)"}, {"jobs.at.high", "session.duration"}, longer}),
            "uniform(0s, 30min)");
  EXPECT_EQ(find_parameter("jobs.at.high")->get(Settings{}), "session.duration");
}

TEST(SubmissionTime, ContradictsASessionThatHasNoSuchDistribution) {
  const Settings settings =
      with({{"jobs.at", "uniform(10min, session.duration)"}, {"session.duration", "5min"}});
  EXPECT_THAT(contradictions(settings), ElementsAre(HasSubstr("session.duration = 5min")));
}

// Goal: all jobs of a session are submitted within it, however long it is.
TEST(SubmissionTime, SpreadsTheJobsOverTheSessionByDefault) {
  for (const Duration length : {Duration{5min}, Duration{30min}}) {
    Settings settings;
    settings.session.duration = length;
    settings.jobs.count = 200;
    Session session(settings);
    session.run_until(length);
    const auto submitted = session.all(Kind::submitted);
    EXPECT_EQ(submitted.size(), 200U);
    const auto late = std::ranges::count_if(
        submitted, [&](const sim::Record& record) { return Session::since_start(record) > length / 2; });
    EXPECT_NEAR(static_cast<double>(late), 100, 30) << "4 standard deviations";
  }
}

TEST(Doubt, TellsOfJobsBehindTheEndOfTheSession) {
  EXPECT_THAT(doubts(Settings{}), IsEmpty());
  EXPECT_THAT(doubts(with({{"session.duration", "5min"}})), IsEmpty());
  EXPECT_THAT(
      doubts(with({{"jobs.at", "uniform(0s, 15min)"}, {"session.duration", "5min"}})),
      ElementsAre("66.7 % of the jobs fall behind the end of the session: jobs.at = uniform(0s, 15min), "
                  "session.duration = 5min"));
  EXPECT_THAT(doubts(with({{"jobs.at", "5min"}, {"session.duration", "5min"}})), IsEmpty())
      << "at its very end";
  EXPECT_THAT(doubts(with({{"jobs.count", "2"}, {"jobs.at", "1s, 6min"}, {"session.duration", "5min"}})),
              ElementsAre(HasSubstr("50 % of the jobs")));
}

TEST(Doubt, TellsOfTimersThatCanOnlyTie) {
  const std::vector<Assignment> tie = {{"gateway.read_deadline", "30s"}, {"ping.interval", "30s"}};
  EXPECT_THAT(doubts(with(tie)), IsEmpty()) << "the latency of each ping is another";
  std::vector<Assignment> constant = tie;
  constant.push_back({"network.latency", "0s"});
  EXPECT_THAT(doubts(with(constant)),
              ElementsAre(HasSubstr("gateway.read_deadline = 30s and ping.interval = 30s")));
  constant.push_back({"gateway.read_deadline", "31s"});
  EXPECT_THAT(doubts(with(constant)), IsEmpty());
}

}  // namespace
}  // namespace lastseen::models
