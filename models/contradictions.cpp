#include <lastseen/models/contradictions.hpp>

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include <lastseen/models/fault_text.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::models {
namespace {

void judge_phone(const Settings& settings, std::vector<std::string>& problems) {
  const auto& connection = settings.connection;
  if (settings.view.connect_delay < settings.view.init_delay) {
    problems.push_back(
        fmt::format("view.connect_delay = {} is shorter than view.init_delay = {}; a view model connects "
                    "after it is created",
                    sim::to_text(settings.view.connect_delay), sim::to_text(settings.view.init_delay)));
  }
  if (connection.owner == ConnectionOwner::app && !connection.opens_at) {
    problems.push_back(
        "connection.opens_at = on-submission needs connection.owner = view; an app that owns the connection "
        "opens it once, at a set time");
  }
  if (connection.reconnect_after && *connection.reconnect_after > connection.reconnect_after_max) {
    problems.push_back(
        fmt::format("connection.reconnect_after = {} exceeds connection.reconnect_after_max = {}",
                    sim::to_text(*connection.reconnect_after), sim::to_text(connection.reconnect_after_max)));
  }
}

void judge_jobs(const Settings& settings, std::vector<std::string>& problems) {
  if (settings.jobs.at.empty() ||
      (settings.jobs.at.size() != 1 && settings.jobs.at.size() != settings.jobs.count)) {
    problems.push_back(
        fmt::format("jobs.at has {} entries, but jobs.count = {}; allowed: one, or one for each job",
                    settings.jobs.at.size(), settings.jobs.count));
  }
  for (const SubmissionTime& at : settings.jobs.at) {
    try {
      at.in(settings.session.duration);
    } catch (const std::invalid_argument& problem) {
      problems.push_back(fmt::format("jobs.at = {} with session.duration = {}: {}", at.to_text(),
                                     sim::to_text(settings.session.duration), problem.what()));
    }
  }
  constexpr std::uint64_t jobs_max = 10'000'000;
  const std::uint64_t jobs = std::uint64_t{settings.session.users} * settings.jobs.count;
  if (jobs > jobs_max) {
    problems.push_back(fmt::format(
        "session.users = {} with jobs.count = {} are {}; allowed: up to {}; lower one of them",
        settings.session.users, settings.jobs.count, sim::counted(jobs, "job"), sim::grouped(jobs_max)));
  }
  if (settings.outbox.retry_delay > settings.outbox.retry_delay_max) {
    problems.push_back(fmt::format("outbox.retry_delay = {} exceeds outbox.retry_delay_max = {}",
                                   sim::to_text(settings.outbox.retry_delay),
                                   sim::to_text(settings.outbox.retry_delay_max)));
  }
}

void judge_network(const Settings& settings, std::vector<std::string>& problems) {
  const auto shares = [&](const char* direction, double loss, double delay, double duplicate,
                          double swallows) {
    if (loss + delay + duplicate + swallows <= 1) return;
    problems.push_back(
        fmt::format("network.loss_{0} = {1}, network.delay_{0} = {2}, network.duplicate_{0} = {3} and "
                    "proxy.swallows_{0} = {4} add up to more than 1; only one of them can happen to a packet",
                    direction, loss, delay, duplicate, swallows));
  };
  const auto& network = settings.network;
  const auto& proxy = settings.proxy;
  shares("up", network.loss_up, network.delay_up, network.duplicate_up, proxy.swallows_up);
  shares("down", network.loss_down, network.delay_down, network.duplicate_down, proxy.swallows_down);
  for (const auto& [key, timeout] : {std::pair("network.rto_min", network.rto_min),
                                     std::pair("network.rto_initial", network.rto_initial)}) {
    if (timeout <= network.rto_max) continue;
    problems.push_back(fmt::format("{} = {} exceeds network.rto_max = {}", key, sim::to_text(timeout),
                                   sim::to_text(network.rto_max)));
  }
}

void judge_server(const Settings& settings, std::vector<std::string>& problems) {
  if (settings.server.routing == Routing::apart && settings.server.instances < 2) {
    problems.push_back(
        fmt::format("server.routing = apart needs at least two instances; server.instances = {}",
                    settings.server.instances));
  }
}

}  // namespace

std::optional<std::string> contradiction(const Fault& fault, const Settings& settings) {
  if (fault.user && *fault.user >= settings.session.users) {
    return fmt::format("a fault of kind {} has user = {}, but session.users = {}; allowed: 0 to {}",
                       name(fault.kind), *fault.user, settings.session.users, settings.session.users - 1);
  }
  const sim::Duration end = settings.session.duration + settings.session.drain;
  if (!is_of_packets(fault.kind) && fault.at.cdf(end) == 0) {
    return fmt::format("a fault of kind {} is at {}, after the end of the run; allowed: 0s to {}",
                       name(fault.kind), fault.at.to_text(), sim::to_text(end));
  }
  if (fault.kind == FaultKind::clock_skew &&
      fault.by % std::chrono::milliseconds(1) != sim::Duration::zero()) {
    return fmt::format("a clock skew of {} has a fraction of a millisecond; allowed: whole milliseconds",
                       sim::to_text(std::chrono::abs(fault.by)));
  }
  if (fault.kind == FaultKind::duplicate && fault.packet == PacketKind::upgrade) {
    return "an upgrade cannot be duplicated: TCP makes a single connection of it; allowed: any other message";
  }
  if (fault.kind == FaultKind::restart && fault.instance >= settings.server.instances) {
    return fmt::format("a fault of kind {} has instance = {}, but server.instances = {}; allowed: 0 to {}",
                       name(fault.kind), fault.instance, settings.server.instances,
                       settings.server.instances - 1);
  }
  return std::nullopt;
}

std::vector<std::string> contradictions(const Settings& settings) {
  std::vector<std::string> problems;
  judge_phone(settings, problems);
  judge_jobs(settings, problems);
  judge_network(settings, problems);
  judge_server(settings, problems);
  for (const Fault& fault : settings.faults) {
    if (auto problem = contradiction(fault, settings)) problems.push_back(std::move(*problem));
  }
  return problems;
}

}  // namespace lastseen::models
