#include "tests/experiments/statistics/trace_count.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

namespace lastseen::experiments::testing {
namespace {

constexpr double forever = std::numeric_limits<double>::infinity();

double seconds_of(std::int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e9; }

bool is_one_of(const std::string& kind, const std::vector<std::string>& kinds) {
  return std::ranges::find(kinds, kind) != kinds.end();
}

}  // namespace

void TraceCount::add(const std::vector<std::string>& json_lines) {
  Lines lines;
  for (const std::string& text : json_lines) {
    const auto json = nlohmann::json::parse(text);
    const auto& subject = json.at("subject");
    lines.push_back({json.at("id"), json.at("time_ns"), json.at("role"), json.at("kind"), json.at("index"),
                     subject.at("type"), subject.at("user"), subject.at("number"), subject.at("part"),
                     json.at("cause")});
  }
  for (const Line& line : lines) {
    if (line.kind == "submitted") count_job(lines, line);
  }
  count_polls(lines);
  count_connections(lines);
  count_entries(lines);
  count_radio(lines);
}

bool TraceCount::is_by_phone(const Line& line) {
  return is_one_of(line.role, {"view", "outbox", "supervision", "polling", "screen"});
}

bool TraceCount::is_of_job(const Line& line, const Line& job) {
  return line.type == 1 && line.user == job.user && line.number == job.number;
}

const TraceCount::Line* TraceCount::first_of(const Lines& lines, const Line& job,
                                             const std::vector<std::string>& kinds) {
  const auto found = std::ranges::find_if(
      lines, [&](const Line& line) { return is_of_job(line, job) && is_one_of(line.kind, kinds); });
  return found == lines.end() ? nullptr : &*found;
}

const TraceCount::Line* TraceCount::cause_of(const Lines& lines, const Line& line) {
  const auto found = std::ranges::find(lines, line.cause, &Line::id);
  return found == lines.end() ? nullptr : &*found;
}

void TraceCount::count_job(const Lines& lines, const Line& job) {
  const auto count = [&](const char* key, bool is_event) {
    ratios_[key].events += is_event ? 1 : 0;
    ratios_[key].trials += 1;
  };
  const Line* const received = first_of(lines, job, {"notification_received", "push_received"});
  const Line* const shown = first_of(lines, job, {"screen_updated"});
  count("delivery_rate", received != nullptr);
  count("never_updated", shown == nullptr);
  count("polling_activation_rate", std::ranges::any_of(lines, [&](const Line& line) {
          return line.kind == "polling_started" && line.cause == job.id;
        }));
  ratios_["polls_per_job"].trials += 1;
  if (shown != nullptr) {
    ratios_["submission_to_ui_mean"].events += seconds_of(shown->time - job.time);
    ratios_["submission_to_ui_mean"].trials += 1;
  }

  const Line* const sent = first_of(lines, job, {"notification_sent"});
  if (sent != nullptr) {
    const bool was_lost = std::ranges::any_of(lines, [&](const Line& line) {
      if (line.kind != "packet_lost" || !is_of_job(line, job) || line.part != 0) return false;
      const Line* const why = cause_of(lines, line);
      return why != nullptr && is_one_of(why->kind, {"connection_died", "connection_closed", "restarted"});
    });
    count("pushes_into_dead_sockets", was_lost && received == nullptr);
  }

  const Line* const done = first_of(lines, job, {"processing_completed", "processing_failed"});
  if (done == nullptr) return;
  const Line* const answer =
      first_of(lines, job, {"notification_sent", "skipped", "kept", "published", "push_sent"});
  const Line* const handed_over = first_of(lines, job, {"notification_sent", "push_sent"});
  count("skip_rate", answer != nullptr && answer->kind != "notification_sent");
  count("given_up_rate", answer != nullptr && handed_over == nullptr);
  times_to_ui_.push_back(shown != nullptr ? seconds_of(shown->time - done->time) : forever);
}

void TraceCount::count_polls(const Lines& lines) {
  std::map<std::int64_t, std::int64_t> waiting;  // jobs, by user
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> running;
  Ratio& per_minute = ratios_["polls_per_minute"];
  const auto ran = [&](std::int64_t from, std::int64_t to) {
    per_minute.trials += std::max(0.0, seconds_of(std::min(to, duration_) - from)) / 60;
  };
  for (const Line& line : lines) {
    if (line.kind == "submitted") ++waiting[line.user];
    if (line.kind == "screen_updated") --waiting[line.user];
    if (line.kind == "polling_started") running[{line.user, line.number}] = line.time;
    if (line.kind == "polling_stopped") {
      ran(running.at({line.user, line.number}), line.time);
      running.erase({line.user, line.number});
    }
    if (line.kind != "poll_sent") continue;
    per_minute.events += is_in_session(line) ? 1 : 0;
    ratios_["polls_per_job"].events += is_in_session(line) || waiting[line.user] > 0 ? 1 : 0;
  }
  for (const auto& [loop, since] : running) ran(since, duration_);
}

void TraceCount::count_connections(const Lines& lines) {
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    if (line->kind != "connecting") continue;
    const auto outcome = std::find_if(line, lines.end(), [&](const Line& later) {
      return later.role == "supervision" && later.type == 2 && later.user == line->user &&
             later.number == line->number &&
             is_one_of(later.kind, {"connected", "connection_failed", "disconnected"});
    });
    if (outcome == lines.end() || !is_in_session(*outcome)) continue;
    ratios_["connection_rate"].trials += 1;
    ratios_["connection_rate"].events += outcome->kind == "connected" ? 1 : 0;
  }
}

/// When the connection died, or its client ended it.
std::int64_t TraceCount::death_of(const Lines& lines, const Line& connection) {
  std::int64_t first = std::numeric_limits<std::int64_t>::max();
  for (const Line& line : lines) {
    const bool is_end =
        is_one_of(line.kind, {"connection_died", "connection_closed"}) ||
        (line.role == "supervision" && (line.kind == "disconnected" || line.kind == "connection_failed"));
    if (is_end && line.user == connection.user && line.number == connection.number) {
      first = std::min(first, line.time);
    }
  }
  return first;
}

void TraceCount::count_entries(const Lines& lines) {
  Ratio& ghosts = ratios_["ghost_time"];
  ghosts.trials += seconds_of(duration_) * static_cast<double>(users_) / 3600;
  for (auto line = lines.begin(); line != lines.end(); ++line) {
    if (line->kind != "registered" || !is_in_session(*line)) continue;
    const auto end = std::find_if(line + 1, lines.end(), [&](const Line& later) {
      if (later.kind == "restarted") return later.index == line->index;
      return is_one_of(later.kind, {"stale", "unregistered", "replaced"}) && later.index == line->index &&
             later.user == line->user && later.number == line->number;
    });
    const bool has_ended = end != lines.end() && is_in_session(*end);
    const std::int64_t until = has_ended ? end->time : duration_;
    lifetimes_.push_back({until - line->time, has_ended});
    const std::int64_t dead = std::max(line->time, death_of(lines, *line));
    ghosts.events += std::max(0.0, seconds_of(until) - seconds_of(dead));
  }
}

void TraceCount::count_radio(const Lines& lines) {
  const std::set<std::string> uses = {"upload_sent",
                                      "upload_confirmed",
                                      "poll_sent",
                                      "poll_answered",
                                      "status_asked",
                                      "status_received",
                                      "unknown_received",
                                      "connecting",
                                      "upgraded",
                                      "refusal_received",
                                      "close_sent",
                                      "close_received",
                                      "ping_sent",
                                      "pong_sent",
                                      "pong_received",
                                      "ignored",
                                      "push_received",
                                      "duplicate_received",
                                      "notification_received"};
  Ratio& wakeups = ratios_["radio_wakeups"];
  wakeups.trials += seconds_of(duration_) * static_cast<double>(users_) / 3600;
  for (std::int64_t user = 0; user < users_; ++user) {
    std::optional<std::int64_t> last;
    for (const Line& line : lines) {
      if (!is_by_phone(line) || line.user != user || !uses.contains(line.kind) || !is_in_session(line))
        continue;
      wakeups.events += !last || line.time - *last >= 10'000'000'000 ? 1 : 0;
      last = line.time;
    }
  }
}

/// The smallest time within which at least this share of the completed jobs was shown.
std::optional<double> TraceCount::quantile(double p) const {
  if (times_to_ui_.empty()) return std::nullopt;
  std::vector<double> times = times_to_ui_;
  std::ranges::sort(times);
  const auto number = static_cast<double>(times.size());
  for (std::size_t index = 0; index < times.size(); ++index) {
    if (static_cast<double>(index + 1) / number >= p - 1e-12) return times[index];
  }
  return times.back();
}

void TraceCount::lifetimes(std::map<std::string, std::optional<double>>& figures) const {
  figures["connection_persistence"] = std::nullopt;
  figures["connection_persistence_p50"] = std::nullopt;
  if (lifetimes_.empty()) return;
  std::set<std::int64_t> ends;
  for (const Lifetime& each : lifetimes_) {
    if (each.has_ended) ends.insert(each.length);
  }
  double left = 1;
  double area = 0;
  double median = forever;
  std::int64_t before = 0;
  for (const std::int64_t time : ends) {
    const auto followed =
        std::ranges::count_if(lifetimes_, [&](const Lifetime& each) { return each.length >= time; });
    const auto ended = std::ranges::count_if(
        lifetimes_, [&](const Lifetime& each) { return each.length == time && each.has_ended; });
    area += left * seconds_of(time - before);
    left *= static_cast<double>(followed - ended) / static_cast<double>(followed);
    if (left <= 0.5 + 1e-9) median = std::min(median, seconds_of(time));
    before = time;
  }
  figures["connection_persistence"] = area + left * seconds_of(duration_ - before);
  figures["connection_persistence_p50"] = median;
}

std::map<std::string, std::optional<double>> TraceCount::figures() const {
  std::map<std::string, std::optional<double>> figures;
  for (const char* key :
       {"delivery_rate", "skip_rate", "given_up_rate", "never_updated", "submission_to_ui_mean",
        "polling_activation_rate", "polls_per_job", "polls_per_minute", "connection_rate", "ghost_time",
        "pushes_into_dead_sockets", "radio_wakeups"}) {
    const auto found = ratios_.find(key);
    figures[key] = found == ratios_.end() ? std::nullopt : found->second.value();
  }
  Ratio mean;
  for (const double time : times_to_ui_) {
    if (time < forever) mean = {mean.events + time, mean.trials + 1};
  }
  figures["time_to_ui_mean"] = mean.value();
  figures["time_to_ui_p50"] = quantile(0.50);
  figures["time_to_ui_p95"] = quantile(0.95);
  figures["time_to_ui_p99"] = quantile(0.99);
  lifetimes(figures);
  return figures;
}

}  // namespace lastseen::experiments::testing
