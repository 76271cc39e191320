#include <lastseen/experiments/traces/trace_mermaid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <lastseen/experiments/words/sentences.hpp>
#include <lastseen/models/record_kinds.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

using models::Kind;
using models::Role;
using models::Side;
using sim::Record;

/// Text as Mermaid takes it on one line: what ends a statement, begins a comment or is markup becomes an entity.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : sim::printable(text)) {
    constexpr std::string_view special = "#;%<>&";
    if (special.find(c) == std::string_view::npos) {
      result += c;
    } else {
      result += fmt::format("#{};", static_cast<int>(c));
    }
  }
  return result;
}

class MermaidDiagram {
 public:
  MermaidDiagram(const Scenario& scenario, const Arm& arm, const Replay& run,
                 const std::vector<sim::RecordId>& ids)
      : story_(scenario.story), settings_(arm.settings), records_(run.records), ids_(ids) {}

  std::string text(const std::string& title) {
    find_participants();
    std::string text = fmt::format("sequenceDiagram\n    title {}\n", escaped(title));
    for (const auto& [role, record] : participants_) {
      text += fmt::format("    participant {} as {}\n", id_of(*record), actor_text(*record, settings_));
    }
    for (const sim::RecordId id : ids_) text += line(records_.at(id - 1));
    return text;
  }

 private:
  void find_participants() {
    for (const sim::RecordId id : ids_) {
      const Record& record = records_.at(id - 1);
      participants_.insert({{record.actor.role, record.actor.index}, &record});
      if (arrow_from(record)) arrows_from_.insert(record.cause);
    }
  }

  std::string id_of(const Record& record) const {
    const Role role = models::role_of(record);
    const bool several =
        models::side_of(role) == Side::server ? settings_.server.instances > 1 : settings_.session.users > 1;
    return several ? fmt::format("{}_{}", models::name(role), record.actor.index)
                   : std::string(models::name(role));
  }

  /// The cause that an arrow leads from; null when the record is a note.
  const Record* arrow_from(const Record& record) const {
    const Record* cause = cause_of(record, records_);
    if (!cause || cause->actor == record.actor) return nullptr;
    if (!std::binary_search(ids_.begin(), ids_.end(), cause->id)) return nullptr;
    return models::record_kind(record).arrives || is_lost_on_the_way(record, *cause) ? cause : nullptr;
  }

  /// Lost by chance: caused by its being sent, and by nothing else.
  static bool is_lost_on_the_way(const Record& record, const Record& cause) {
    const Kind kind = models::kind_of(record);
    if (kind == Kind::push_lost) return true;
    return kind == Kind::packet_lost && models::side_of(models::role_of(cause)) != Side::between &&
           cause.time == record.time;
  }

  std::string line(const Record& record) const {
    const std::string what =
        escaped(fmt::format("{} {}", story_time(story_, record.time), sentence(record, records_)));
    if (const Record* cause = arrow_from(record)) {
      return fmt::format("    {}{}{}: {}\n", id_of(*cause), arrow(record, *cause), id_of(record), what);
    }
    // A ping or poll that is sent is seen in the arrow that begins with it.
    const bool is_only_sent = is_routine(record) && !models::record_kind(record).arrives;
    if (is_only_sent && arrows_from_.count(record.id) > 0) return "";
    return fmt::format("    Note over {}: {}\n", id_of(record), what);
  }

  /// Answers of the server are dashed, and what gets lost ends in a cross.
  static std::string_view arrow(const Record& record, const Record& cause) {
    if (is_lost_on_the_way(record, cause)) return "-x";
    const bool is_answer = models::side_of(models::role_of(cause)) == Side::server &&
                           models::side_of(models::role_of(record)) == Side::client;
    return is_answer ? "-->>" : "->>";
  }

  const StoryClock& story_;
  const models::Settings& settings_;
  const std::vector<Record>& records_;
  const std::vector<sim::RecordId>& ids_;
  std::map<std::pair<std::uint16_t, std::uint32_t>, const Record*> participants_;
  std::set<sim::RecordId> arrows_from_;
};

}  // namespace

std::string mermaid_diagram(const Scenario& scenario, const Arm& arm, const Replay& run,
                            const std::vector<sim::RecordId>& ids, const std::string& title) {
  return MermaidDiagram(scenario, arm, run, ids).text(title);
}

}  // namespace lastseen::experiments
