// Which remedies cure which mechanism: what must come out of the table, with fewer sessions than it is printed with.
#include <lastseen/experiments/diagnosis/remedy_table.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace lastseen::experiments {
namespace {

class RemedyTable : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (RemedyCell& cell : remedy_table(1, 100)) {
      const auto key = std::pair(cell.mechanism, cell.remedy);
      cells_[key] = std::move(cell);
    }
  }
  static const RemedyCell& cell(const std::string& mechanism, const std::string& remedy) {
    return cells_.at({mechanism, remedy});
  }
  static std::map<std::pair<std::string, std::string>, RemedyCell> cells_;
};
std::map<std::pair<std::string, std::string>, RemedyCell> RemedyTable::cells_;

TEST_F(RemedyTable, HasEveryMechanismAndNoneWithEveryRemedyAndNone) { EXPECT_EQ(cells_.size(), 16U * 17); }

TEST_F(RemedyTable, DeliversAlmostEverythingWithoutAMechanismWhateverTheRemedy) {
  for (const std::string& remedy : remedy_table_columns()) {
    EXPECT_GT(*cell("none", remedy).delivery.point, 0.97) << remedy;
  }
}

TEST_F(RemedyTable, ShowsEveryMechanismPlainlyWithoutARemedy) {
  for (const std::string& mechanism : remedy_table_rows()) {
    if (mechanism == "none") continue;
    EXPECT_LT(*cell(mechanism, "none").delivery.high, 0.8) << mechanism;
  }
}

// The favoured fix cures the mechanism that it is for, and not these.
TEST_F(RemedyTable, LeavesUncuredByTheFixWhatIsNotAboutRefreshing) {
  EXPECT_EQ(cell("no-refresh", "refresh-on-ping").effect, Effect::cures);
  EXPECT_EQ(cell("refresh-of-a-copy", "refresh-on-ping").effect, Effect::cures);
  for (const char* mechanism : {"connect-race", "failed-upgrade", "never-registered", "late-close",
                                "other-instance", "control-ping", "handler-returns"}) {
    EXPECT_EQ(cell(mechanism, "refresh-on-ping").effect, Effect::nothing) << mechanism;
  }
}

TEST_F(RemedyTable, CuresEachMechanismByTheRemedyThatIsForIt) {
  for (const auto& [mechanism, remedy] :
       std::vector<std::pair<std::string, std::string>>{{"connect-race", "app-connection"},
                                                        {"short-timeout", "longer-timeout"},
                                                        {"short-deadline", "longer-deadline"},
                                                        {"never-registered", "re-register-on-ping"},
                                                        {"late-close", "remove-by-connection"},
                                                        {"other-instance", "publish-to-all"},
                                                        {"handler-returns", "re-register-on-ping"}}) {
    EXPECT_GT(*cell(mechanism, remedy).delivery.point, 0.95) << mechanism << " with " << remedy;
    EXPECT_NE(cell(mechanism, remedy).effect, Effect::nothing) << mechanism << " with " << remedy;
  }
}

// The pre-connection check finds the connection of the view before, which the new view is about to close: it cures the
// first of five jobs.
TEST_F(RemedyTable, ShowsThatAPreConnectionCheckHelpsTheFirstJobOnly) {
  EXPECT_NEAR(*cell("connect-race", "connect-before-submit").delivery.point, 0.2, 0.05);
}

// With polling that stops on a socket that merely looks connected, what is not notified is never shown. Polling that stops
// on a verified one shows all jobs of the sessions in which no message came before the entry was gone.
TEST_F(RemedyTable, ShowsJobsThatAreNeverUpdatedUnderTheBugAndFewerWithVerifiedPolling) {
  EXPECT_GT(*cell("no-refresh", "none").never_updated.low, 0.5);
  EXPECT_LT(*cell("no-refresh", "verified-polling").never_updated.high, 0.5);
  EXPECT_LT(*cell("no-refresh", "refresh-on-ping").never_updated.point, 0.05);
}

}  // namespace
}  // namespace lastseen::experiments
