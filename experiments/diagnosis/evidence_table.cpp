#include <lastseen/experiments/diagnosis/evidence_table.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include <lastseen/experiments/diagnosis/evidence_families.hpp>
#include <lastseen/experiments/story/replay.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Mechanism;
using namespace std::chrono_literals;

constexpr sim::Duration before_the_case = 5min;

/// The case begins so much later in the run; nothing else changes.
void shift(Scenario& scenario, sim::Duration by) {
  scenario.story.zero += by;
  models::Settings& settings = scenario.arms.front().settings;
  settings.session.duration += by;
  for (models::SubmissionTime& at : settings.jobs.at.edit()) {
    at = at.in(settings.session.duration).quantile(0.5) + by;
  }
  if (auto& opens_at = settings.connection.opens_at) opens_at = sim::Distribution::shifted(by, *opens_at);
}

EvidencePiece piece(std::string name, std::string reading, const std::string& scenario_name,
                    const std::string& arm_name) {
  EvidencePiece result{.name = std::move(name), .reading = std::move(reading)};
  result.scenario = load_scenario(scenario_name);
  result.scenario.arms = {result.scenario.arm(arm_name)};
  shift(result.scenario, before_the_case);
  return result;
}

/// The logs do not tell the phase of the cleanup, so several are tried. The first runs shortly before the check, which finds
/// the least age at which an entry can be gone by then.
std::vector<sim::Duration> cleanup_phases(const EvidencePiece& piece, const models::Settings& settings) {
  constexpr sim::Duration step = 5s;
  const sim::Duration interval = settings.registry.cleanup_interval;
  const sim::Duration latest = check_instant(piece.scenario) - 500ms;
  std::vector<sim::Duration> phases;
  for (sim::Duration before = 0s; before < interval; before += step) {
    phases.push_back((latest - before) % interval);
  }
  return phases;
}

/// What the agreement lacks, in words.
std::string contradiction_text(const EvidencePiece& piece, const Agreement& agreement) {
  std::string text;
  for (std::size_t index = 0; index < agreement.rows.size(); ++index) {
    const EvidenceRow& row = piece.scenario.evidence[index];
    if (agreement.rows[index].agrees || row.doubtful) continue;
    text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", row_text(piece.scenario.story, row),
                        agreement.rows[index].finding);
  }
  return text;
}

std::size_t rows_right(const EvidencePiece& piece, const Agreement& agreement) {
  std::size_t right = 0;
  for (std::size_t index = 0; index < agreement.rows.size(); ++index) {
    if (agreement.rows[index].agrees && !piece.scenario.evidence[index].doubtful) ++right;
  }
  return right;
}

/// "from 61s", "up to 30s", "12s to 50s", "61s", "any": of the values that agree among all that were tried.
std::string range_text(const Family& family, const std::vector<std::size_t>& agreeing) {
  if (family.scanned.empty() || agreeing.empty()) return "";
  const bool from_start = agreeing.front() == 0;
  const bool to_end = family.members.back().value - family.members[agreeing.back()].value < family.period;
  const std::string low = sim::to_text(family.members[agreeing.front()].value);
  const std::string high = sim::to_text(family.members[agreeing.back()].value);
  if (from_start && to_end) return "any";
  if (to_end) return "from " + low;
  if (from_start) return "up to " + high;
  return low == high ? low : low + " to " + high;
}

/// Runs the session of a member with each phase of the cleanup, until one agrees with the evidence. The best is kept.
bool agrees(const EvidencePiece& piece, models::Settings settings, std::size_t& best, EvidenceCell& cell) {
  for (const sim::Duration phase : cleanup_phases(piece, settings)) {
    settings.registry.cleanup_phase = phase;
    const Agreement agreement = replay(piece.scenario, {.settings = settings}, 0).agreement;
    if (agreement.agrees) return true;
    const std::size_t right = rows_right(piece, agreement) + 1;  // so that the first one counts
    if (right <= best) continue;
    best = right;
    cell.contradiction = contradiction_text(piece, agreement);
  }
  return false;
}

EvidenceCell judge_cell(const EvidencePiece& piece, Mechanism mechanism, const Execution& execution) {
  const Family family = evidence_family(piece, mechanism);
  EvidenceCell cell{.mechanism = mechanism,
                    .piece = piece.name,
                    .scanned = family.scanned,
                    .members = family.members.size()};
  std::vector<std::size_t> agreeing;
  std::size_t best = 0;
  for (std::size_t index = 0; index < family.members.size(); ++index) {
    if (agrees(piece, family.members[index].settings, best, cell)) agreeing.push_back(index);
    if (execution.progress) execution.progress->advance(1);
  }
  cell.reproducing = agreeing.size();
  cell.range = range_text(family, agreeing);
  if (cell.reproduced()) cell.contradiction.clear();
  return cell;
}

}  // namespace

std::vector<EvidencePiece> evidence_pieces() {
  std::vector<EvidencePiece> pieces = {
      piece("timeline", "connected on submission", "timeline", "missing-refresh"),
      piece("case 1, first reading", "connected at 09:23:51", "field-case-1", "first-reading"),
      piece("case 1, second reading", "connected at least one ping interval before 09:23:52", "field-case-1",
            "second-reading"),
      piece("case 2", "connected at 09:32:24", "field-case-2", "before"),
      piece("case 3", "connected at any time before", "field-case-3", "before")};
  // The first reading takes the client's line at +1 s for its connecting.
  pieces[1].scenario.evidence.push_back(
      {.at = 1s, .actor = "client", .kind = Kind::connected, .tolerance = 1s});
  pieces[2].opening_known = false;
  pieces[4].opening_known = false;
  return pieces;
}

std::vector<EvidenceCell> evidence_table(const Execution& execution) {
  const std::vector<EvidencePiece> pieces = evidence_pieces();
  std::vector<EvidenceCell> cells;
  for (const models::MechanismEntry& entry : models::mechanisms) {
    for (const EvidencePiece& each : pieces) cells.push_back(judge_cell(each, entry.mechanism, execution));
  }
  return cells;
}

std::size_t evidence_table_members() {
  std::size_t members = 0;
  for (const EvidencePiece& each : evidence_pieces()) {
    for (const models::MechanismEntry& entry : models::mechanisms) {
      members += evidence_family(each, entry.mechanism).members.size();
    }
  }
  return members;
}

}  // namespace lastseen::experiments
