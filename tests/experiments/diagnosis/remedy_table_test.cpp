// Which remedies cure which mechanism: what must come out of the table, with fewer sessions than it is printed with.
#include <lastseen/experiments/diagnosis/remedy_table.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace lastseen::experiments {
namespace {

using models::Mechanism;
using models::name;
using models::Remedy;

class RemedyTable : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { cells_ = remedy_table(1, 100).cells; }
  static const RemedyCell& cell(std::optional<Mechanism> mechanism, std::optional<Remedy> remedy) {
    return *std::ranges::find_if(
        cells_, [&](const RemedyCell& each) { return each.mechanism == mechanism && each.remedy == remedy; });
  }
  static std::vector<RemedyCell> cells_;
};
std::vector<RemedyCell> RemedyTable::cells_;

TEST_F(RemedyTable, HasEveryMechanismAndNoneWithEveryRemedyAndNone) { EXPECT_EQ(cells_.size(), 16U * 17); }

TEST_F(RemedyTable, DeliversAlmostEverythingWithoutAMechanismWhateverTheRemedy) {
  for (const auto& remedy : remedy_table_columns()) {
    EXPECT_GT(*cell({}, remedy).delivery.point, 0.97) << (remedy ? name(*remedy) : "none");
  }
}

TEST_F(RemedyTable, ShowsEveryMechanismPlainlyWithoutARemedy) {
  for (const auto& mechanism : remedy_table_rows()) {
    if (!mechanism) continue;
    EXPECT_LT(*cell(mechanism, {}).delivery.high, 0.8) << name(*mechanism);
  }
}

// The favoured fix cures the mechanism that it is for, and not these.
TEST_F(RemedyTable, LeavesUncuredByTheFixWhatIsNotAboutRefreshing) {
  EXPECT_EQ(cell(Mechanism::no_refresh, Remedy::refresh_on_ping).effect, Effect::cures);
  EXPECT_EQ(cell(Mechanism::refresh_of_a_copy, Remedy::refresh_on_ping).effect, Effect::cures);
  for (const Mechanism mechanism :
       {Mechanism::connect_race, Mechanism::failed_upgrade, Mechanism::never_registered,
        Mechanism::late_close, Mechanism::other_instance, Mechanism::control_ping,
        Mechanism::handler_returns}) {
    EXPECT_EQ(cell(mechanism, Remedy::refresh_on_ping).effect, Effect::nothing) << name(mechanism);
  }
}

TEST_F(RemedyTable, CuresEachMechanismByTheRemedyThatIsForIt) {
  for (const auto& [mechanism, remedy] :
       std::vector<std::pair<Mechanism, Remedy>>{{Mechanism::connect_race, Remedy::app_connection},
                                                 {Mechanism::short_timeout, Remedy::longer_timeout},
                                                 {Mechanism::short_deadline, Remedy::longer_deadline},
                                                 {Mechanism::never_registered, Remedy::re_register_on_ping},
                                                 {Mechanism::late_close, Remedy::remove_by_connection},
                                                 {Mechanism::other_instance, Remedy::publish_to_all},
                                                 {Mechanism::handler_returns, Remedy::re_register_on_ping}}) {
    EXPECT_GT(*cell(mechanism, remedy).delivery.point, 0.95) << name(mechanism) << " with " << name(remedy);
    EXPECT_NE(cell(mechanism, remedy).effect, Effect::nothing) << name(mechanism) << " with " << name(remedy);
  }
}

// The pre-connection check finds the connection of the view before, which the new view is about to close: it cures the
// first of five jobs.
TEST_F(RemedyTable, ShowsThatAPreConnectionCheckHelpsTheFirstJobOnly) {
  EXPECT_NEAR(*cell(Mechanism::connect_race, Remedy::connect_before_submit).delivery.point, 0.2, 0.05);
}

// With polling that stops on a socket that merely looks connected, what is not notified is never shown. Polling that stops
// on a verified one shows all jobs of the sessions in which no message came before the entry was gone.
TEST_F(RemedyTable, ShowsJobsThatAreNeverUpdatedUnderTheBugAndFewerWithVerifiedPolling) {
  EXPECT_GT(*cell(Mechanism::no_refresh, {}).never_updated.low, 0.5);
  EXPECT_LT(*cell(Mechanism::no_refresh, Remedy::verified_polling).never_updated.high, 0.5);
  EXPECT_LT(*cell(Mechanism::no_refresh, Remedy::refresh_on_ping).never_updated.point, 0.05);
}

}  // namespace
}  // namespace lastseen::experiments
