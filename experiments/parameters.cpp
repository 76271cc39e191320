#include "experiments/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "experiments/problems.hpp"
#include "experiments/text_list.hpp"

namespace lastseen::experiments {
namespace {

using models::Settings;
using sim::Distribution;
using sim::Duration;
using namespace std::chrono_literals;

[[noreturn]] void refuse(std::string_view given, const std::string& allowed) {
  throw std::invalid_argument(fmt::format("{} is not allowed; allowed: {}", quote(given), allowed));
}

// Each kind of value: reading it from text, writing it, and its place on an axis.

Duration read_duration(std::string_view text, Duration low, Duration high, const std::string& allowed) {
  const Duration value = sim::parse_duration(text);
  if (value < low || value > high) refuse(text, allowed);
  return value;
}

template <class Access>
Parameter duration(std::string key, Access access, Duration low, Duration high, std::string meaning,
                   std::string source) {
  const std::string allowed = fmt::format("{} to {}", sim::to_text(low), sim::to_text(high));
  return {
      .key = std::move(key),
      .type = "duration",
      .allowed = allowed,
      .meaning = std::move(meaning),
      .source = std::move(source),
      .set = [=](Settings& s, std::string_view text) { access(s) = read_duration(text, low, high, allowed); },
      .get = [=](const Settings& s) { return sim::to_text(access(s)); },
      .axis_value = [=](const Settings& s) -> std::optional<double> { return sim::to_seconds(access(s)); },
      .is_time = true};
}

/// A duration, or a word that stands for its absence.
template <class Access>
Parameter duration_or(std::string word, std::string key, Access access, Duration low, Duration high,
                      std::string meaning, std::string source) {
  const std::string allowed = fmt::format("{} to {}, or {}", sim::to_text(low), sim::to_text(high), word);
  return {.key = std::move(key),
          .type = "duration or " + word,
          .allowed = allowed,
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                if (text == word) {
                  access(s) = std::nullopt;
                } else {
                  access(s) = read_duration(text, low, high, allowed);
                }
              },
          .get = [=](const Settings& s) { return access(s) ? sim::to_text(*access(s)) : word; },
          .axis_value = [=](const Settings& s) -> std::optional<double> {
            if (!access(s)) return std::nullopt;
            return sim::to_seconds(*access(s));
          },
          .is_time = true};
}

constexpr std::string_view distribution_forms =
    "a duration, uniform(a, b), exponential(mean=), lognormal(median=, p95=), ... (see `lastseen list "
    "distributions`)";

template <class Access>
Parameter distribution(std::string key, Access access, std::string meaning, std::string source) {
  return {.key = std::move(key),
          .type = "distribution",
          .allowed = std::string(distribution_forms),
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set = [=](Settings& s, std::string_view text) { access(s) = Distribution::parse(text); },
          .get = [=](const Settings& s) { return access(s).to_text(); },
          .axis_value = [=](const Settings& s) -> std::optional<double> {
            return sim::to_seconds(access(s).quantile(0.5));
          },
          .is_time = true};
}

template <class Access>
Parameter distribution_or_never(std::string key, Access access, std::string meaning, std::string source) {
  return {.key = std::move(key),
          .type = "distribution or never",
          .allowed = std::string(distribution_forms) + ", or never",
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                if (text == "never") {
                  access(s) = std::nullopt;
                } else {
                  access(s) = Distribution::parse(text);
                }
              },
          .get = [=](const Settings& s) { return access(s) ? access(s)->to_text() : "never"; },
          .axis_value = [=](const Settings& s) -> std::optional<double> {
            if (!access(s)) return std::nullopt;
            return sim::to_seconds(access(s)->quantile(0.5));
          },
          .is_time = true};
}

template <class Access>
Parameter distributions(std::string key, Access access, std::string meaning, std::string source) {
  return {.key = std::move(key),
          .type = "distribution, or one for each job",
          .allowed = std::string(distribution_forms) + "; several separated by commas",
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                std::vector<Distribution> list;
                for (const std::string& item : split_list(text)) list.push_back(Distribution::parse(item));
                access(s) = std::move(list);
              },
          .get =
              [=](const Settings& s) {
                std::vector<std::string> items;
                for (const Distribution& item : access(s)) items.push_back(item.to_text());
                return joined(items);
              },
          .axis_value = [](const Settings&) -> std::optional<double> { return std::nullopt; }};
}

template <class Access>
Parameter count(std::string key, Access access, std::uint32_t low, std::uint32_t high, std::string meaning,
                std::string source) {
  const std::string allowed = fmt::format("a whole number from {} to {}", low, high);
  return {.key = std::move(key),
          .type = "count",
          .allowed = allowed,
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                std::uint32_t value = 0;
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
                if (error != std::errc{} || end != text.data() + text.size() || value < low || value > high) {
                  refuse(text, allowed);
                }
                access(s) = value;
              },
          .get = [=](const Settings& s) { return fmt::format("{}", access(s)); },
          .axis_value = [=](const Settings& s) -> std::optional<double> { return access(s); }};
}

template <class Access>
Parameter probability(std::string key, Access access, std::string meaning, std::string source) {
  const std::string allowed = "a number from 0 to 1";
  return {.key = std::move(key),
          .type = "probability",
          .allowed = allowed,
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                double value = 0;
                const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
                if (error != std::errc{} || end != text.data() + text.size() || !(value >= 0 && value <= 1)) {
                  refuse(text, allowed);
                }
                access(s) = value;
              },
          .get = [=](const Settings& s) { return fmt::format("{}", access(s)); },
          .axis_value = [=](const Settings& s) -> std::optional<double> { return access(s); }};
}

/// A choice among named values; yes/no is one.
template <class Value, class Access>
Parameter choice(std::string key, Access access, std::vector<std::pair<std::string, Value>> choices,
                 std::string meaning, std::string source) {
  std::vector<std::string> names;
  for (const auto& option : choices) names.push_back(option.first);
  const std::string allowed = joined(names);
  return {.key = std::move(key),
          .type = "choice",
          .allowed = allowed,
          .meaning = std::move(meaning),
          .source = std::move(source),
          .set =
              [=](Settings& s, std::string_view text) {
                for (const auto& [name, value] : choices) {
                  if (name == text) {
                    access(s) = value;
                    return;
                  }
                }
                refuse(text, allowed + suggestion(text, names));
              },
          .get =
              [=](const Settings& s) {
                for (const auto& [name, value] : choices) {
                  if (value == access(s)) return name;
                }
                return std::string("?");
              },
          .axis_value = [](const Settings&) -> std::optional<double> { return std::nullopt; }};
}

// An accessor works on Settings and const Settings alike.
#define AT(path) \
  [](auto& s) -> auto& { return s.path; }

template <class Access>
Parameter yes_no(std::string key, Access access, std::string meaning, std::string source) {
  return choice<bool>(std::move(key), access, {{"no", false}, {"yes", true}}, std::move(meaning),
                      std::move(source));
}

const std::string report = "bug report";
const std::string client_code = "client's code";
const std::string checklist = "backend checklist";
const std::string study = "default study";

void add_client(std::vector<Parameter>& all) {
  using enum models::PollingStart;
  all.push_back(duration("view.dismiss_delay", AT(view.dismiss_delay), 0s, 1h,
                         "from submitting to the form being gone", "field timeline: 0.2 s"));
  all.push_back(duration("view.init_delay", AT(view.init_delay), 0s, 1h,
                         "from submitting to the list's view model being made", "field timeline: 0.3 s"));
  all.push_back(duration("view.connect_delay", AT(view.connect_delay), 0s, 1h,
                         "from submitting to the view model starting to connect", "field timeline: 0.4 s"));
  all.push_back(distribution("outbox.delay", AT(outbox.delay), "from saving a job on the phone to its upload",
                             "field case 2: 32 s; else none"));
  all.push_back(probability("outbox.failure_probability", AT(outbox.failure_probability),
                            "share of upload attempts that fail: half lose the request, half the reply",
                            study));
  all.push_back(duration("outbox.retry_delay", AT(outbox.retry_delay), 1ms, 1h,
                         "wait before the first retry of an upload; doubles with each", study));
  all.push_back(duration("outbox.retry_delay_max", AT(outbox.retry_delay_max), 1ms, 24h,
                         "longest wait between two attempts of an upload", study));
  all.push_back(choice<models::ConnectionOwner>(
      "connection.owner", AT(connection.owner),
      {{"view", models::ConnectionOwner::view}, {"app", models::ConnectionOwner::app}},
      "who holds the connection: the list's view model, which makes a new one each time, or the app",
      "client's code: view; default study: app"));
  all.push_back(duration_or("on-submission", "connection.opens_at", AT(connection.opens_at), 0s, 24h,
                            "when the connection is first opened; on-submission: only view models open it",
                            study));
  all.push_back(distribution("connection.confirm_delay", AT(connection.confirm_delay),
                             "from the 101's arrival to the client's saying that it is connected",
                             "field timeline: 1 s; else none"));
  all.push_back(duration_or("never", "connection.reconnect_after", AT(connection.reconnect_after), 10ms, 24h,
                            "wait before connecting again when refused or closed by the server",
                            client_code));
  all.push_back(duration("ping.interval", AT(ping.interval), 1ms, 24h, "time between two pings of the client",
                         client_code + ": 30 s"));
  all.push_back(duration_or("interval", "ping.first_after", AT(ping.first_after), 0s, 24h,
                            "from the socket's opening to the first ping; interval: one ping interval",
                            client_code + ": a repeating timer, so one interval"));
  all.push_back(
      yes_no("polling.enabled", AT(polling.enabled), "whether there is a polling fallback", client_code));
  all.push_back(duration("polling.interval", AT(polling.interval), 1ms, 24h,
                         "sleep of the polling loop after each fetch", client_code + ": 5 s"));
  all.push_back(choice<models::PollingStart>(
      "polling.starts_on", AT(polling.starts_on),
      {{"submission", submission}, {"connection-failure", connection_failure}, {"either", either}},
      "what starts the polling loop", client_code));
  all.push_back(choice<models::PollingStop>("polling.stops_when", AT(polling.stops_when),
                                            {{"done", models::PollingStop::done},
                                             {"connected", models::PollingStop::connected},
                                             {"verified", models::PollingStop::verified}},
                                            "what stops the loop besides seeing all jobs done: nothing, a "
                                            "socket that looks connected, or one that has "
                                            "delivered a message",
                                            "client's code: connected; default study: done"));
}

void add_network_and_server(std::vector<Parameter>& all) {
  all.push_back(distribution("network.latency", AT(network.latency),
                             "one-way latency of each packet (the handshake has its own)",
                             "4G, measured round trip: median 85 ms, p95 200 ms"));
  all.push_back(distribution("handshake.duration", AT(handshake.duration),
                             "from starting to connect to the server's upgrade (TCP, TLS, HTTP)",
                             "field timeline: 0.6 s"));
  all.push_back(probability("handshake.failure_probability", AT(handshake.failure_probability),
                            "share of upgrades that the server refuses", study));
  all.push_back(duration("rest.handling", AT(rest.handling), 0s, 1h, "server's time for a REST request",
                         "field logs: 2 ms"));
  all.push_back(duration_or("never", "gateway.read_deadline", AT(gateway.read_deadline), 1ms, 24h,
                            "the server ends a connection without a ping for so long",
                            "server's code: 10 min"));
  all.push_back(duration_or("never", "gateway.idle_timeout", AT(gateway.idle_timeout), 1ms, 24h,
                            "the server ends a connection without any frame for so long",
                            "bug report asks about 60 s; default study: none"));
  all.push_back(choice<models::RefreshOn>(
      "registry.refresh_on", AT(registry.refresh_on),
      {{"connect", models::RefreshOn::connect}, {"ping", models::RefreshOn::ping}},
      "what sets LastSeen: only connecting (the bug), or each ping too (the fix)", report));
  all.push_back(distribution_or_never("registry.registration_delay", AT(registry.registration_delay),
                                      "from the upgrade to the entry in the registry; never: not registered",
                                      checklist + ": immediately"));
  all.push_back(duration_or("never", "registry.check_timeout", AT(registry.check_timeout), 1ms, 24h,
                            "IsConnected refuses an entry not seen for longer", report + ": 5 min"));
  all.push_back(duration_or("never", "registry.cleanup_timeout", AT(registry.cleanup_timeout), 1ms, 24h,
                            "the cleanup removes an entry not seen for longer",
                            report + ": 60 s; recommended: 5 min"));
  all.push_back(duration("registry.cleanup_interval", AT(registry.cleanup_interval), 1ms, 24h,
                         "time between two cleanups", report + ": 30 s; recommended: 1 min"));
  all.push_back(duration_or("random", "registry.cleanup_phase", AT(registry.cleanup_phase), 0s, 24h,
                            "instant of the first cleanup; random: uniform within the interval",
                            "the server started long before the session"));
  all.push_back(yes_no("registry.close_on_eviction", AT(registry.close_on_eviction),
                       "whether the cleanup closes the socket of an entry it removes",
                       "sources disagree: issue report yes, checklist no"));
  all.push_back(choice<models::RemoveBy>(
      "registry.remove_by", AT(registry.remove_by),
      {{"user", models::RemoveBy::user}, {"connection", models::RemoveBy::connection}},
      "what the end of a connection removes: the user's entry, whichever it is, or only its own",
      "server's code: the map is keyed by user"));
  all.push_back(distribution("dispatcher.delay", AT(dispatcher.delay),
                             "from accepting a job to its being handed to the AI worker",
                             "field case 1: 26 s; default study: within the processing time"));
  all.push_back(distribution("worker.processing_time", AT(worker.processing_time), "AI processing of a job",
                             "nominal 20 to 30 s with the dispatch; field case 1: 7 s"));
  all.push_back(probability("worker.failure_probability", AT(worker.failure_probability),
                            "share of jobs that fail; they are notified like the others", study));
}

void add_session(std::vector<Parameter>& all) {
  all.push_back(count("session.users", AT(session.users), 1, 1'000'000, "users in one world", study));
  all.push_back(duration("session.duration", AT(session.duration), 1ms, 24h,
                         "the run lasts so long, then until every job is seen", study + ": 15 min"));
  all.push_back(duration("session.drain", AT(session.drain), 0s, 24h,
                         "longest time that the run goes on after its duration for jobs not yet seen",
                         study));
  all.push_back(choice<models::TieOrder>(
      "session.ties", AT(session.ties),
      {{"messages-first", models::TieOrder::messages_first},
       {"timers-first", models::TieOrder::timers_first}},
      "what goes first at one instant: messages that arrive, or timers that fall due", study));
  all.push_back(count("jobs.count", AT(jobs.count), 0, 10'000, "jobs that each user submits", study + ": 5"));
  all.push_back(distributions("jobs.at", AT(jobs.at),
                              "when the jobs are submitted: one for all, or one for each",
                              study + ": uniform over the session"));
}

#undef AT

}  // namespace

const std::vector<Parameter>& parameters() {
  static const std::vector<Parameter> table = [] {
    std::vector<Parameter> all;
    add_session(all);
    add_client(all);
    add_network_and_server(all);
    return all;
  }();
  return table;
}

const Parameter* find_parameter(std::string_view key) {
  const auto& all = parameters();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Parameter& p) { return p.key == key; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::string> parameter_keys() {
  std::vector<std::string> keys;
  for (const Parameter& parameter : parameters()) keys.push_back(parameter.key);
  return keys;
}

std::vector<std::string> contradictions(const Settings& settings) {
  std::vector<std::string> problems;
  if (settings.view.connect_delay < settings.view.init_delay) {
    problems.push_back(fmt::format(
        "view.connect_delay = {} is before view.init_delay = {}; a view model connects after it is made",
        sim::to_text(settings.view.connect_delay), sim::to_text(settings.view.init_delay)));
  }
  if (settings.jobs.at.empty() ||
      (settings.jobs.at.size() != 1 && settings.jobs.at.size() != settings.jobs.count)) {
    problems.push_back(
        fmt::format("jobs.at lists {} instants, but jobs.count = {}; allowed: one, or as many as jobs",
                    settings.jobs.at.size(), settings.jobs.count));
  }
  if (std::uint64_t{settings.session.users} * settings.jobs.count > 10'000'000) {
    problems.push_back(fmt::format("session.users = {} with jobs.count = {} make more than 10,000,000 jobs",
                                   settings.session.users, settings.jobs.count));
  }
  if (settings.connection.owner == models::ConnectionOwner::app && !settings.connection.opens_at) {
    problems.push_back(
        "connection.opens_at = on-submission needs connection.owner = view; an app that owns the connection "
        "opens "
        "it once, at an instant");
  }
  return problems;
}

}  // namespace lastseen::experiments
