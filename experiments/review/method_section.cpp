// How it was measured: chance, unit of replication, intervals, replications.
#include <lastseen/experiments/review/sections.hpp>

#include <fmt/format.h>

#include <lastseen/experiments/statistics/response_text.hpp>
#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {

MaybeSection method_section(const ReviewedStudy& study) {
  return plots::Section{
      "Method",
      {plots::Paragraph{"Discrete-event simulation in integer nanoseconds. Every random quantity is drawn by "
                        "its own label (Philox4x32-10, inversion), so both sides of a comparison see the "
                        "same draws, event by event (common random numbers)."},
       plots::Paragraph{fmt::format(
           "The unit of replication is the session, never the individual notification: the notifications of "
           "a session share a connection. Proportions are ratios over sessions with linearised residuals; "
           "their intervals are Wilson's at the effective sample size with t(R-1), Clopper-Pearson's near 0 "
           "and 1. Quantiles have Woodruff's interval over sessions; a job never shown counts as later than "
           "any time; beyond 100,000 sessions each time is known to within 1/256. Means are over sessions, t "
           "moved by their "
           "skewness. Sessions in which a notification did not come at once are a kind of their own: how "
           "many there are is "
           "bounded by Clopper-Pearson, and what they could add by the slowest update that the settings "
           "allow, so "
           "that a rare slow path counts even where no session shows it. Differences are paired by session. "
           "All "
           "at {}, per point and not simultaneous; targets are judged together (Holm).",
           confidence_text(study.scenario.confidence))},
       plots::Paragraph{
           fmt::format("The number of replications was fixed in advance: {} per arm. No warm-up is "
                       "discarded: the beginning of the session is what is studied.",
                       sim::counted(study.scenario.replications, "session"))}}};
}

}  // namespace lastseen::experiments
