#include <lastseen/experiments/traces/trace_format.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/experiments/traces/trace_choices.hpp>
#include <lastseen/experiments/traces/trace_jsonl.hpp>
#include <lastseen/experiments/traces/trace_logs.hpp>
#include <lastseen/experiments/traces/trace_mermaid.hpp>
#include <lastseen/experiments/traces/trace_perfetto.hpp>
#include <lastseen/experiments/words/causal_slice.hpp>
#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

/// Mermaid gives up at 50,000 characters of text.
constexpr std::size_t mermaid_size_max = 50'000;

std::vector<sim::RecordId> all_but_routine(const Replay& run) {
  std::vector<sim::RecordId> ids;
  for (const sim::Record& record : run.records) {
    if (!is_routine(record)) ids.push_back(record.id);
  }
  return ids;
}

std::string mermaid_text(const Scenario& scenario, const Arm& arm, const Replay& run,
                         const TraceChoice& choice) {
  std::string title =
      fmt::format("{}, arm {}", scenario.title.empty() ? scenario.name : scenario.title, arm.name);
  std::vector<sim::RecordId> ids;
  if (choice.all || run.result.jobs.empty()) {
    ids = all_but_routine(run);
  } else {
    const models::JobResult* told = choice.job || choice.user ? nullptr : &job_to_tell(run);
    const models::UserId user = told ? told->user : choice.user.value_or(0);
    const std::uint32_t job = told ? told->job : choice.job.value_or(1);
    ids = causal_slice(run.records, user, job);
    title += arm.settings.session.users > 1 ? fmt::format(", job {} of user {}", job, user)
                                            : fmt::format(", job {}", job);
  }
  std::string text = mermaid_diagram(scenario, arm, run, ids, title);
  if (text.size() > mermaid_size_max) {
    throw InputError(
        fmt::format("a Mermaid diagram of {} is longer than the {} that Mermaid draws; use one job (--job) "
                    "or a shorter session",
                    sim::counted(ids.size(), "record"), sim::counted(mermaid_size_max, "character")));
  }
  return text;
}

std::string jsonl_text(const Replay& run) {
  std::string text;
  for (const sim::Record& record : run.records) text += json_line(record) + "\n";
  return text;
}

}  // namespace

const std::vector<TraceFormatText>& trace_formats() {
  static const std::vector<TraceFormatText> formats = {
      {TraceFormat::jsonl, "jsonl", {".jsonl"}, "one JSON object per record"},
      {TraceFormat::perfetto, "perfetto", {".perfetto.json", ".json"}, "for ui.perfetto.dev"},
      {TraceFormat::mermaid, "mermaid", {".mmd", ".mermaid"}, "a sequence diagram of one job"},
      {TraceFormat::client_log, "client-log", {".client.log"}, "what the phone would have logged"},
      {TraceFormat::server_log, "server-log", {".server.log"}, "what the server would have logged"},
      {TraceFormat::choices,
       "choices",
       {".choices.txt"},
       "what was left to chance, and the order of simultaneous events"}};
  return formats;
}

TraceFormat trace_format_named(const std::string& name, const std::string& option) {
  std::vector<std::string> names;
  for (const TraceFormatText& text : trace_formats()) {
    if (text.name == name) return text.format;
    names.emplace_back(text.name);
  }
  throw InputError(fmt::format("{} {}: not allowed; allowed: {}{}", option, sim::quote(name),
                               sim::joined(names), sim::suggestion(name, names)));
}

TraceFormat trace_format_of(const std::string& path, const std::string& option) {
  std::vector<std::string> allowed;
  for (const TraceFormatText& text : trace_formats()) {
    std::vector<std::string> suffixes;
    for (const std::string_view suffix : text.suffixes) {
      if (path.ends_with(suffix)) return text.format;
      suffixes.emplace_back(suffix);
    }
    allowed.push_back(fmt::format("{} ({})", text.name, sim::joined(suffixes, " or ")));
  }
  throw InputError(
      fmt::format("{} {}: no format has this suffix; allowed, by suffix or with --trace-format: {}", option,
                  sim::quote(path), sim::joined(allowed)));
}

void check_choice(const TraceChoice& choice, const models::Settings& settings) {
  if (choice.user && *choice.user >= settings.session.users) {
    throw InputError(fmt::format("--user {}: not allowed; allowed: 0 to {} (session.users is {})",
                                 *choice.user, settings.session.users - 1, settings.session.users));
  }
  if (choice.job && (*choice.job == 0 || *choice.job > settings.jobs.count)) {
    throw InputError(fmt::format("--job {}: not allowed; allowed: 1 to {} (jobs.count)", *choice.job,
                                 settings.jobs.count));
  }
}

std::string trace_text(TraceFormat format, const Scenario& scenario, const Arm& arm, const Replay& run,
                       const TraceChoice& choice) {
  switch (format) {
    case TraceFormat::jsonl: return jsonl_text(run);
    case TraceFormat::perfetto: return perfetto_trace(scenario, arm, run);
    case TraceFormat::mermaid: return mermaid_text(scenario, arm, run, choice);
    case TraceFormat::client_log:
      return client_log(scenario.story, arm.settings, run, choice.user.value_or(0));
    case TraceFormat::server_log: return server_log(scenario.story, arm.settings, run);
    case TraceFormat::choices: return choices_text(arm, run);
  }
  return "";
}

}  // namespace lastseen::experiments
