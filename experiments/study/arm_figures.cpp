#include <lastseen/experiments/study/arm_figures.hpp>

namespace lastseen::experiments {

ArmFigures arm_figures(const Arm& arm, const ArmSample& sample, double confidence) {
  ArmFigures figures{.name = arm.name, .description = arm_text(arm)};
  figures.sessions = sample.sums().sessions;
  figures.jobs = sample.sums().jobs;
  figures.delivered = sample.sums().jobs;
  for (const LostJobs& lost : sample.lost()) figures.delivered -= lost.jobs;
  for (const Response& response : responses()) {
    figures.estimates[response.id] = response.estimate(sample, confidence);
  }
  figures.time_to_ui_max = sample.time_to_ui().longest();
  figures.lost = sample.lost();
  figures.fingerprint = sample.sums().fingerprints.value();
  figures.events = sample.sums().events;
  figures.are_times_exact = sample.time_to_ui().is_exact();
  return figures;
}

bool ArmFigures::withholds(const Response& response) const {
  return response.of_shown_jobs &&
         estimates[ResponseId::never_updated].point.value_or(0) > never_updated_most;
}

}  // namespace lastseen::experiments
