#include <lastseen/experiments/traces/trace_choices.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include <lastseen/experiments/scenario/input_error.hpp>
#include <lastseen/models/choice_text.hpp>
#include <lastseen/models/timers.hpp>
#include <lastseen/models/world.hpp>
#include <lastseen/sim/choices.hpp>
#include <lastseen/sim/defect.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

/// Of n events that are due together, n are listed, then n - 1, and so on: some 100 MB of text. Draws are no more than the
/// records of a session that is told allow.
constexpr std::uint64_t listed_events_max = 1'000'000;

models::Timer most_frequent(std::span<const sim::EventLabel> due) {
  std::map<std::uint8_t, std::size_t> counts;
  for (const sim::EventLabel& event : due) ++counts[event.purpose];
  const auto most = std::ranges::max_element(counts, {}, [](const auto& each) { return each.second; });
  return static_cast<models::Timer>(most->first);
}

/// Ends a run that has too many simultaneous events to be listed.
class BoundedRecording : public sim::ChoiceRecording {
 public:
  using ChoiceRecording::ChoiceRecording;

  std::size_t next(sim::Instant now, std::span<const sim::EventLabel> due) override {
    if (due.size() > most_.size) most_ = {due.size(), now, most_frequent(due)};
    listed_ += due.size();
    if (listed_ > listed_events_max) refuse();
    return ChoiceRecording::next(now, due);
  }

 private:
  struct Together {
    std::size_t size = 0;
    sim::Instant at = sim::run_start;
    models::Timer timer = {};  ///< of most of them
  };

  [[noreturn]] void refuse() const {
    throw InputError(fmt::format(
        "the orders of simultaneous events are too many to list as choices: {} are due together at {} "
        "(most of them: {}); allowed: up to {} listed in all orders of a session; use fewer session.users, "
        "jobs.count or server.instances, instants that differ (as jobs.at), or a shorter session.duration",
        sim::counted(most_.size, "event"), sim::to_text(most_.at - sim::run_start), models::name(most_.timer),
        sim::counted(listed_events_max, "event")));
  }

  std::uint64_t listed_ = 0;
  Together most_;
};

}  // namespace

std::string choices_text(const Arm& arm, const Replay& run) {
  sim::GeneratorSource generator(run.seed, run.replication);
  BoundedRecording recording(generator);
  const sim::Chance chance(recording);
  models::World world(arm.settings, chance);
  world.run();
  LASTSEEN_ASSERT(world.fingerprint().value() == run.fingerprint,
                  "a run is another one when its choices are recorded");
  std::string text;
  for (const sim::Choice& choice : recording.choices()) text += models::to_text(choice) + "\n";
  return text;
}

}  // namespace lastseen::experiments
