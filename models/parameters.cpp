#include <lastseen/models/parameters.hpp>

#include <algorithm>

#include <lastseen/models/fault_text.hpp>
#include <lastseen/models/parameter_types.hpp>

namespace lastseen::models {
namespace {

void add_session_parameters(std::vector<Parameter>& all) {
  all.push_back(count("session.users", AT(session.users), 1, 1'000'000, "users in one world", study));
  all.push_back(duration("session.duration", AT(session.duration), 1ms, 24h,
                         "the run lasts so long, then until every job is seen", study + ": 15 min"));
  all.push_back(duration("session.drain", AT(session.drain), 0s, 24h,
                         "longest time that the run goes on after its duration for jobs not yet seen",
                         study));
  all.push_back(choice<TieOrder>(
      "session.ties", AT(session.ties),
      {{"messages-first", TieOrder::messages_first}, {"timers-first", TieOrder::timers_first}},
      "what goes first at one instant: messages that arrive, or timers that fall due", study));
  all.push_back(count("jobs.count", AT(jobs.count), 0, 10'000, "jobs that each user submits", study + ": 5"));
  all.push_back(distributions("jobs.at", AT(jobs.at),
                              "when the jobs are submitted: one for all, or one for each",
                              study + ": uniform over the session"));
}

void judge_phone(const Settings& settings, std::vector<std::string>& problems) {
  const auto& connection = settings.connection;
  if (settings.view.connect_delay < settings.view.init_delay) {
    problems.push_back(fmt::format(
        "view.connect_delay = {} is before view.init_delay = {}; a view model connects after it is made",
        sim::to_text(settings.view.connect_delay), sim::to_text(settings.view.init_delay)));
  }
  if (connection.owner == ConnectionOwner::app && !connection.opens_at) {
    problems.push_back(
        "connection.opens_at = on-submission needs connection.owner = view; an app that owns the connection "
        "opens it once, at an instant");
  }
  if (connection.reconnect_after && *connection.reconnect_after > connection.reconnect_after_max) {
    problems.push_back(
        fmt::format("connection.reconnect_after = {} is more than connection.reconnect_after_max = {}",
                    sim::to_text(*connection.reconnect_after), sim::to_text(connection.reconnect_after_max)));
  }
}

void judge_jobs(const Settings& settings, std::vector<std::string>& problems) {
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
  if (settings.outbox.retry_delay > settings.outbox.retry_delay_max) {
    problems.push_back(fmt::format("outbox.retry_delay = {} is more than outbox.retry_delay_max = {}",
                                   sim::to_text(settings.outbox.retry_delay),
                                   sim::to_text(settings.outbox.retry_delay_max)));
  }
}

void judge_network(const Settings& settings, std::vector<std::string>& problems) {
  const auto shares = [&](const char* direction, double drop, double delay, double duplicate) {
    if (drop + delay + duplicate <= 1) return;
    problems.push_back(fmt::format(
        "network.drop_{0} = {1}, network.delay_{0} = {2} and network.duplicate_{0} = {3} add up to more than "
        "1; of a packet only one happens",
        direction, drop, delay, duplicate));
  };
  const auto& network = settings.network;
  shares("up", network.drop_up, network.delay_up, network.duplicate_up);
  shares("down", network.drop_down, network.delay_down, network.duplicate_down);
}

void judge_server(const Settings& settings, std::vector<std::string>& problems) {
  if (settings.server.routing == Routing::apart && settings.server.instances < 2) {
    problems.push_back(
        fmt::format("server.routing = apart needs two instances or more; server.instances = {}",
                    settings.server.instances));
  }
}

}  // namespace

const std::vector<Parameter>& parameters() {
  static const std::vector<Parameter> table = [] {
    std::vector<Parameter> all;
    add_session_parameters(all);
    add_client_parameters(all);
    add_network_parameters(all);
    add_server_parameters(all);
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
  judge_phone(settings, problems);
  judge_jobs(settings, problems);
  judge_network(settings, problems);
  judge_server(settings, problems);
  for (const Fault& fault : settings.faults) {
    if (auto problem = fault_contradiction(fault, settings)) problems.push_back(std::move(*problem));
  }
  return problems;
}

}  // namespace lastseen::models
