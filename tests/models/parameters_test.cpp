// The one table of parameters: complete, readable, and each row reads back what it writes.
#include <lastseen/models/parameters.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <stdexcept>

#include <lastseen/models/assignments.hpp>

namespace lastseen::models {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// The message of a refused value, or "accepted".
std::string refusal(const Parameter& parameter, std::string_view text) {
  Settings settings;
  try {
    parameter.set(settings, text);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

/// Texts of which every kind of parameter accepts at least two, so one that is not the default.
const std::vector<std::string> some_values = {
    "messages",   "1s",         "2s",           "100ms",          "uniform(1s, 2s)",
    "1",          "2",          "0.5",          "0.25",           "yes",
    "no",         "view",       "app",          "user",           "connect",
    "ping",       "done",       "verified",     "submission",     "never",
    "connection", "either",     "timers-first", "messages-first", "keep",
    "close",      "copy",       "sticky",       "control",        "slow",
    ">=",         "bad-gateway"};

TEST(ParameterTable, DescribesEveryRowAndNamesNoneTwice) {
  std::set<std::string> keys;
  for (const Parameter& parameter : parameters()) {
    EXPECT_TRUE(keys.emplace(parameter.key).second) << parameter.key;
    EXPECT_THAT(parameter.key, ::testing::MatchesRegex("[a-z]+\\.[a-z_]+"));
    for (const std::string& text : {parameter.type_text(), parameter.allowed(),
                                    std::string(parameter.meaning), std::string(parameter.source)}) {
      EXPECT_FALSE(text.empty()) << parameter.key;
      EXPECT_FALSE(text.ends_with('.')) << parameter.key << ": " << text;
    }
    EXPECT_EQ(find_parameter(parameter.key), &parameter);
  }
  EXPECT_EQ(parameter_keys().size(), keys.size());
  EXPECT_EQ(find_parameter("ping.intervall"), nullptr);
  EXPECT_EQ(renamed_parameter("ping.interval"), std::nullopt);
  EXPECT_EQ(renamed_parameter("proxy.tells_ends"), "proxy.tells_ends is now proxy.graceful_close");
}

TEST(ParameterTable, WritesWhatItReads) {
  for (const Parameter& parameter : parameters()) {
    Settings settings;
    parameter.set(settings, parameter.default_text());
    EXPECT_EQ(parameter.get(settings), parameter.default_text()) << parameter.key;
    for (const std::string& text : some_values) {
      if (refusal(parameter, text) != "accepted") continue;
      Settings first;
      parameter.set(first, text);
      Settings second;
      parameter.set(second, parameter.get(first));
      EXPECT_EQ(parameter.get(second), parameter.get(first)) << parameter.key << " = " << text;
    }
  }
}

// A row whose accessor points at another row's field would show here: setting one changes one and no other.
TEST(ParameterTable, SetsEachFieldByExactlyOneRow) {
  for (const Parameter& parameter : parameters()) {
    bool changed = false;
    for (const std::string& text : some_values) {
      if (refusal(parameter, text) != "accepted") continue;
      Settings settings;
      parameter.set(settings, text);
      changed = changed || parameter.get(settings) != parameter.default_text();
      for (const Parameter& other : parameters()) {
        if (other.key == parameter.key) continue;
        EXPECT_EQ(other.get(settings), other.default_text()) << parameter.key << " also sets " << other.key;
      }
    }
    EXPECT_TRUE(changed) << parameter.key;
  }
}

// Settings has this many fields; the bindings below fail to compile when one is added, and the count then
// says that the table needs a row for it.
TEST(ParameterTable, ReachesEveryFieldOfSettings) {
  const Settings s;
  [[maybe_unused]] const auto& [session, jobs, view, outbox, network, outage, background, proxy, handshake,
                                connection, ping, gateway, server, registry, rest, dispatcher, worker,
                                notifier, polling, faults] = s;  // faults have [[faults]], and no row
  [[maybe_unused]] const auto& [a1, a2, a3, a4, a5] = session;
  [[maybe_unused]] const auto& [b1, b2] = jobs;
  [[maybe_unused]] const auto& [c1, c2, c3] = view;
  [[maybe_unused]] const auto& [d1, d2, d3, d4, d5] = outbox;
  [[maybe_unused]] const auto& [e1, e2, e3, e4, e5, e6, e7, e8, e9, e10, e11, e12, e13] = network;
  [[maybe_unused]] const auto& [f1, f2] = outage;
  [[maybe_unused]] const auto& [g1, g2, g3, g4, g5] = background;
  [[maybe_unused]] const auto& [h1, h2, h3, h4, h5] = proxy;
  [[maybe_unused]] const auto& [i1, i2, i3, i4] = handshake;
  [[maybe_unused]] const auto& [j1, j2, j3, j4, j5, j6, j7, j8, j9, j10, j11, j12] = connection;
  [[maybe_unused]] const auto& [k1, k2, k3] = ping;
  [[maybe_unused]] const auto& [l1, l2, l3, l4, l5, l6, l7, l8] = gateway;
  [[maybe_unused]] const auto& [m1, m2, m3, m4, m5, m6] = server;
  [[maybe_unused]] const auto& [n1, n2, n3, n4, n5, n6, n7, n8, n9, n10, n11] = registry;
  [[maybe_unused]] const auto& [o1, o2] = rest;
  [[maybe_unused]] const auto& [p1] = dispatcher;
  [[maybe_unused]] const auto& [q1, q2, q3] = worker;
  [[maybe_unused]] const auto& [r1, r2, r3, r4, r5, r6] = notifier;
  [[maybe_unused]] const auto& [t1, t2, t3, t4, t5, t6] = polling;
  EXPECT_EQ(parameters().size(),
            5U + 2 + 3 + 5 + 13 + 2 + 5 + 5 + 4 + 12 + 3 + 8 + 6 + 11 + 2 + 1 + 3 + 6 + 6);
}

TEST(ParameterTable, RefusesWhatIsOutOfRangeAndNamesTheRange) {
  const std::vector<std::vector<std::string>> cases = {
      {"ping.interval", "0s", "1ms to 1d"},
      {"ping.interval", "25h", "1ms to 1d"},
      {"ping.interval", "never", "duration"},
      {"gateway.read_deadline", "999us", "1ms to 1d, or never"},
      {"session.users", "0", "a whole number from 1 to 1000000"},
      {"session.users", "1000001", "a whole number from 1 to 1000000"},
      {"session.users", "99999999999999999999", "a whole number from 1 to 1000000"},
      {"jobs.count", "-1", "a whole number from 0 to 10000"},
      {"jobs.count", "1.0", "a whole number from 0 to 10000"},
      {"jobs.count", " 1", "a whole number from 0 to 10000"},
      {"outbox.failure_probability", "-0.1", "a number from 0 to 1"},
      {"outbox.failure_probability", "1.0001", "a number from 0 to 1"},
      {"outbox.failure_probability", "nan", "a number from 0 to 1"},
      {"outbox.failure_probability", "5%", "a number from 0 to 1"},
      {"registry.refresh_on", "PING", "connect, ping"},
      {"polling.enabled", "true", "no, yes"},
      {"network.latency", "uniform(2s, 1s)", "uniform"},
      {"background.every", "999us", "at least 1ms, or never"},
      {"server.restart_every", "0s", "at least 1ms, or never"},
      {"outage.every", "always", "distribution"},
      {"connection.reconnect_factor", "0.9", "a number from 1 to 10"},
      {"worker.count", "0", "a whole number from 1 to 1000000, or unlimited"},
      {"jobs.at", "2x", "duration"},
  };
  for (const auto& each : cases) {
    const Parameter* parameter = find_parameter(each[0]);
    ASSERT_NE(parameter, nullptr) << each[0];
    EXPECT_THAT(refusal(*parameter, each[1]), AllOf(HasSubstr(each[1]), HasSubstr(each[2]))) << each[0];
  }
  for (const Parameter& parameter : parameters()) {
    EXPECT_NE(refusal(parameter, ""), "accepted") << parameter.key;
    EXPECT_NE(refusal(parameter, std::string(100'000, '(')), "accepted") << parameter.key;
  }
}

TEST(ParameterTable, PlacesNumbersAndTimesOnAnAxisButNoChoices) {
  const auto at = [](std::string_view key, std::string_view text) {
    Settings settings;
    find_parameter(key)->set(settings, text);
    return find_parameter(key)->number(settings);
  };
  EXPECT_EQ(at("ping.interval", "250ms"), 0.25);
  EXPECT_EQ(at("gateway.idle_timeout", "never"), std::nullopt);
  EXPECT_EQ(at("worker.processing_time", "uniform(20s, 30s)"), 25.0);
  EXPECT_EQ(at("jobs.count", "7"), 7.0);
  EXPECT_EQ(at("registry.refresh_on", "ping"), std::nullopt);
}

TEST(ParameterNumbers, AreSetWithinTheRangeAndReadBack) {
  for (const Parameter& parameter : parameters()) {
    Settings settings;
    if (!parameter.is_continuous() && parameter.type != ParameterType::count) {
      EXPECT_THROW(parameter.set_number(settings, 1), std::invalid_argument) << parameter.key;
      continue;
    }
    ASSERT_LT(parameter.low, parameter.high) << parameter.key;
    for (const double number : {parameter.low, parameter.high}) {
      parameter.set_number(settings, number);
      EXPECT_EQ(parameter.number(settings), number) << parameter.key;
      EXPECT_EQ(parameter.parse(parameter.get(settings)), parameter.value(settings)) << parameter.key;
    }
    for (const double number : {parameter.low - 1e-9, parameter.high * 1.001, std::nan("")}) {
      EXPECT_THROW(parameter.set_number(settings, number), std::invalid_argument)
          << parameter.key << " = " << number;
    }
  }
}

TEST(ParameterNumbers, AreRoundedToNanosecondsAndWholeNumbers) {
  Settings settings;
  find_parameter("ping.interval")->set_number(settings, 0.1234567894);
  EXPECT_EQ(settings.ping.interval.count(), 123'456'789);
  find_parameter("jobs.count")->set_number(settings, 2.5001);
  EXPECT_EQ(settings.jobs.count, 3U);
}

TEST(ParameterNumbers, AreSpreadByTheirLogarithmWhereTheRangeSpansDecadesAndExcludesZero) {
  EXPECT_EQ(find_parameter("ping.interval")->scale, ParameterScale::logarithmic);
  EXPECT_EQ(find_parameter("session.users")->scale, ParameterScale::logarithmic);
  EXPECT_EQ(find_parameter("view.init_delay")->scale, ParameterScale::linear);
  EXPECT_EQ(find_parameter("network.loss_up")->scale, ParameterScale::linear);
  EXPECT_EQ(find_parameter("connection.reconnect_factor")->scale, ParameterScale::linear);
}

TEST(ParameterChoices, AreListedAndAreTheEnumeratorsOfTheirNames) {
  EXPECT_THAT(find_parameter("registry.key")->choices(),
              ::testing::ElementsAre("user", "connection", "generation", "unfenced-generation"));
  EXPECT_THAT(find_parameter("polling.enabled")->choices(), ::testing::ElementsAre("no", "yes"));
  EXPECT_TRUE(find_parameter("ping.interval")->choices().empty());
  Settings settings;
  const auto set = [&](std::string_view key, std::string_view text) {
    find_parameter(key)->set(settings, text);
    return settings;
  };
  EXPECT_EQ(set("session.ties", "timers-first").session.ties, TieOrder::timers_first);
  EXPECT_EQ(set("background.timers", "slow").background.timers, BackgroundTimers::slow);
  EXPECT_EQ(set("connection.owner", "view").connection.owner, ConnectionOwner::view);
  EXPECT_EQ(set("ping.kind", "control").ping.kind, PingKind::control);
  EXPECT_EQ(set("polling.starts_on", "connection-failure").polling.starts_on,
            PollingStart::connection_failure);
  EXPECT_EQ(set("polling.starts_on", "either").polling.starts_on, PollingStart::either);
  EXPECT_EQ(set("polling.stops_when", "connected").polling.stops_when, PollingStop::connected);
  EXPECT_EQ(set("polling.stops_when", "verified").polling.stops_when, PollingStop::verified);
  EXPECT_EQ(set("server.routing", "sticky").server.routing, Routing::sticky);
  EXPECT_EQ(set("server.routing", "apart").server.routing, Routing::apart);
  EXPECT_EQ(set("registry.key", "connection").registry.key, RegistryKey::connection);
  EXPECT_EQ(set("registry.key", "generation").registry.key, RegistryKey::generation);
  EXPECT_EQ(set("registry.key", "unfenced-generation").registry.key, RegistryKey::unfenced_generation);
  for (const auto& [text, value] :
       std::vector<std::pair<std::string_view, RefreshOn>>{{"ping", RefreshOn::ping},
                                                           {"pong", RefreshOn::pong},
                                                           {"message", RefreshOn::message},
                                                           {"bytes", RefreshOn::bytes},
                                                           {"if-absent", RefreshOn::if_absent},
                                                           {"throttled", RefreshOn::throttled},
                                                           {"copy", RefreshOn::copy}}) {
    EXPECT_EQ(set("registry.refresh_on", text).registry.refresh_on, value) << text;
  }
  EXPECT_EQ(set("registry.unknown_ping", "silence").registry.unknown_ping, UnknownPing::silence);
  EXPECT_EQ(set("registry.unknown_ping", "re-register").registry.unknown_ping, UnknownPing::re_register);
  EXPECT_EQ(set("registry.unknown_ping", "close").registry.unknown_ping, UnknownPing::close);
  EXPECT_EQ(set("registry.stale_when", ">=").registry.stale_when, StaleWhen::as_old_as_timeout);
  EXPECT_EQ(set("notifier.on_missing", "keep").notifier.on_missing, OnMissing::keep);
  EXPECT_EQ(set("notifier.on_missing", "publish").notifier.on_missing, OnMissing::publish);
  EXPECT_EQ(set("notifier.on_missing", "push").notifier.on_missing, OnMissing::push);
}

TEST(DistributionPart, IsAParameterOfItsOwn) {
  Settings settings;
  const Parameter* high = find_parameter("worker.processing_time.high");
  ASSERT_NE(high, nullptr);
  EXPECT_EQ(high->get(settings), "30s");
  EXPECT_EQ(high->number(settings), 30.0);
  high->set(settings, "45s");
  EXPECT_EQ(settings.worker.processing_time, Distribution::parse("uniform(20s, 45s)"));
  high->set_number(settings, 50.5);
  EXPECT_EQ(settings.worker.processing_time, Distribution::parse("uniform(20s, 50.5s)"));

  settings.worker.processing_time = Distribution::parse("shifted(20ms, weibull(shape=1.5, scale=2s))");
  find_parameter("worker.processing_time.by")->set(settings, "10ms");
  EXPECT_EQ(settings.worker.processing_time,
            Distribution::parse("shifted(10ms, weibull(shape=1.5, scale=2s))"));
  settings.network.latency = Distribution::parse("weibull(shape=1.5, scale=2s)");
  find_parameter("network.latency.shape")->set(settings, "2.5");
  EXPECT_EQ(settings.network.latency, Distribution::parse("weibull(shape=2.5, scale=2s)"));
}

TEST(DistributionPart, IsOfTheOneDistributionOfAllJobs) {
  Settings settings;
  find_parameter("jobs.at.high")->set(settings, "10min");
  EXPECT_EQ(find_parameter("jobs.at")->get(settings), "uniform(0s, 10min)");
  find_parameter("jobs.at")->set(settings, "uniform(0s, 1s), uniform(1s, 2s)");
  EXPECT_THROW(find_parameter("jobs.at.high")->set(settings, "10min"), std::invalid_argument);
}

// In whichever order they are given, and with others in between; the whole distribution after them overrides them.
TEST(DistributionPart, IsAssignedTogetherWithTheOthersOfItsDistribution) {
  const auto assigned = [](const std::vector<Assignment>& assignments) {
    Settings settings;
    std::vector<std::string> problems;
    apply(settings, assignments, "test", problems);
    return problems.empty() ? settings.worker.processing_time.to_text() : problems.front();
  };
  const Assignment low = {"worker.processing_time.low", "40s"};
  const Assignment high = {"worker.processing_time.high", "45s"};
  const Assignment other = {"ping.interval", "10s"};
  EXPECT_EQ(assigned({low, high}), "uniform(40s, 45s)");
  EXPECT_EQ(assigned({high, low}), "uniform(40s, 45s)");
  EXPECT_EQ(assigned({low, other, high}), "uniform(40s, 45s)");
  EXPECT_EQ(
      assigned({low, {"worker.processing_time", "uniform(1s, 50s)"}, high}),
      "test: worker.processing_time.low = `40s`: uniform: the lower bound 40s is above the upper bound 30s");
  EXPECT_EQ(
      assigned({{"worker.processing_time", "exponential(mean=5s)"}, {"worker.processing_time.mean", "6s"}}),
      "exponential(mean=6s)");
}

TEST(DistributionPart, IsRefusedWhereTheDistributionHasNoneOrCannotHaveTheValue) {
  const auto refused = [](std::string_view key, std::string_view text) {
    return refusal(*find_parameter(key), text);
  };
  EXPECT_EQ(refused("worker.processing_time.median", "1s"),
            "worker.processing_time is uniform(20s, 30s), which has no median; its parameters: low, high");
  EXPECT_EQ(
      refused("outbox.delay.mean", "1s"),
      "outbox.delay is 0s, a constant, which has no mean; its parameters: none; set outbox.delay as a whole");
  EXPECT_EQ(refused("outage.every.mean", "1s"),
            "outage.every is never, which has no mean; its parameters: none; set outage.every as a whole");
  EXPECT_THAT(refused("worker.processing_time.high", "10s"), HasSubstr("uniform"));  // below low
  EXPECT_EQ(
      unknown_parameter("worker.processing_time.hihg"),
      "unknown parameter `worker.processing_time.hihg` (did you mean `worker.processing_time.high`?); "
      "worker.processing_time is a distribution, whose form has some of low, high, mean, median, p95, sd, "
      "shape, scale, mode, minimum, by, or none; `lastseen list distributions` shows which");
  EXPECT_THAT(unknown_parameter("worker.processing_time.HIGH"),
              HasSubstr("did you mean `worker.processing_time.high`?"));
  for (const char* far : {"worker.processing_time.", "worker.processing_time.p50"}) {
    EXPECT_THAT(unknown_parameter(far),
                AllOf(HasSubstr("whose form has some of low, "), Not(HasSubstr("did you mean"))))
        << far;
  }
  EXPECT_THAT(refused("worker.processing_time.high", "never"), HasSubstr("duration"));
  EXPECT_THAT(refused("network.latency.shape", "1001"),
              HasSubstr("a number from 0.05 to 1000, within what its distribution allows"));
  EXPECT_EQ(find_parameter("worker.processing_time.of"), nullptr);
  EXPECT_EQ(find_parameter("worker.processing_time.high.high"), nullptr);
  EXPECT_EQ(find_parameter("ping.interval.low"), nullptr);
  EXPECT_EQ(find_parameter("worker.processing_time.low")->value(Settings{}), ParameterValue(Duration(20s)));
  EXPECT_EQ(find_parameter("worker.processing_time.mean")->value(Settings{}), ParameterValue());
}

}  // namespace
}  // namespace lastseen::models
