// lastseen run --why JOB: what became of one job, the records that tell why, and the proof by replays with one mechanism
// repaired at a time.
#pragma once

#include <cstdint>

#include <lastseen/experiments/cli/command_line.hpp>
#include <lastseen/experiments/scenario/scenario.hpp>

namespace lastseen::cli {

/// Whose job is asked about.
struct WhyQuestion {
  models::UserId user = 0;
  std::uint32_t job = 1;
};

/// Reads --why and --user. Throws InputError naming the option, the value, and the jobs and users that the arm has or the
/// options that --why goes with.
WhyQuestion read_why(const CommandLine& line, const experiments::Arm& arm);

/// Explains and prints, as text (table) or JSON. Returns an exit status: done, whatever became of the job.
int run_why(const experiments::Scenario& scenario, const experiments::Arm& arm, std::uint32_t replication,
            const WhyQuestion& question, Format format);

}  // namespace lastseen::cli
