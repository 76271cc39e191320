#include <lastseen/experiments/study/arm_figures.hpp>

#include <utility>

namespace lastseen::experiments {

MeasuredArm measure(const Arm& arm, Sessions run, double confidence) {
  MeasuredArm measured{ArmSample(std::move(run.results)), {.name = arm.name, .description = arm_text(arm)}};
  const ArmSample& sample = measured.sample;
  ArmFigures& figures = measured.figures;
  figures.sessions = sample.sessions().size();
  figures.jobs = sample.jobs();
  figures.delivered = sample.jobs();
  for (const LostJobs& lost : sample.lost()) figures.delivered -= lost.jobs;
  for (const Response& response : responses()) {
    figures.estimates[response.id] = response.estimate(sample, confidence);
  }
  const auto times = sample.time_to_ui().sorted();
  if (!times.empty()) figures.time_to_ui_max = times.back();
  figures.lost = sample.lost();
  figures.fingerprint = run.fingerprint;
  figures.events = run.events;
  return measured;
}

bool ArmFigures::withholds(const Response& response) const {
  return response.of_shown_jobs &&
         estimates[ResponseId::never_updated].point.value_or(0) > never_updated_most;
}

}  // namespace lastseen::experiments
