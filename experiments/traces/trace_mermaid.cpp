#include <lastseen/experiments/traces/trace_mermaid.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <lastseen/experiments/words/sentences.hpp>
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

/// Whether it is the other end of its cause: an arrival, or work handed over. The cause of others is a reason, perhaps long
/// ago.
bool ends_an_arrow(Kind kind) {
  switch (kind) {
    case Kind::upload_sent:
    case Kind::upload_confirmed:
    case Kind::accepted:
    case Kind::duplicate_ignored:
    case Kind::connected:
    case Kind::connection_failed:
    case Kind::disconnected:
    case Kind::ping_received:
    case Kind::pong_received:
    case Kind::notification_received:
    case Kind::duplicate_received:
    case Kind::push_received:
    case Kind::polling_started:
    case Kind::polling_stopped:
    case Kind::poll_served:
    case Kind::poll_answered:
    case Kind::status_served:
    case Kind::status_received:
    case Kind::unknown_received:
    case Kind::screen_updated:
    case Kind::registered:
    case Kind::not_registered:
    case Kind::unregistered:
    case Kind::refreshed:
    case Kind::copy_refreshed:
    case Kind::refresh_missed:
    case Kind::dispatched:
    case Kind::processing_started:
    case Kind::notification_sent: return true;
    default: return false;
  }
}

/// What is only sent, and is seen in the arrow that begins with it.
bool is_only_sent(Kind kind) {
  return kind == Kind::ping_sent || kind == Kind::pong_sent || kind == Kind::poll_sent ||
         kind == Kind::poll_served;
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
    return ends_an_arrow(models::kind_of(record)) || is_lost_on_the_way(record, *cause) ? cause : nullptr;
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
    if (is_only_sent(models::kind_of(record)) && arrows_from_.count(record.id) > 0) return "";
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
