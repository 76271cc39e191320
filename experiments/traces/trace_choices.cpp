#include <lastseen/experiments/traces/trace_choices.hpp>

#include <lastseen/models/choice_text.hpp>
#include <lastseen/models/world.hpp>
#include <lastseen/sim/choices.hpp>
#include <lastseen/sim/defect.hpp>

namespace lastseen::experiments {

std::string choices_text(const Arm& arm, const Replay& run) {
  sim::GeneratorSource generator(run.seed, run.replication);
  sim::ChoiceRecording recording(generator);
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
