#include <lastseen/experiments/study/commands.hpp>

#include <fmt/format.h>

#include <lastseen/sim/text.hpp>

namespace lastseen::experiments {
namespace {

std::string confidence_option(const Scenario& scenario) {
  return scenario.confidence == default_confidence ? ""
                                                   : fmt::format(" --confidence {}", scenario.confidence);
}

}  // namespace

std::string compare_command(const Scenario& scenario) {
  return fmt::format("lastseen compare {} --replications {} --seed {}{}", scenario.shell_word(),
                     scenario.replications, scenario.seed, confidence_option(scenario));
}

std::string sweep_command(const Scenario& scenario, const Factor& factor, std::uint32_t replications) {
  return fmt::format("lastseen sweep {} --vary '{}={}' --replications {} --seed {}{}", scenario.shell_word(),
                     factor.key, sim::joined(factor.levels, ","), replications, scenario.seed,
                     confidence_option(scenario));
}

std::string run_command(const Scenario& scenario, const std::string& arm, std::uint32_t replication) {
  return fmt::format("lastseen run {} --arm {} --seed {} --replication {}", scenario.shell_word(), arm,
                     scenario.seed, replication);
}

}  // namespace lastseen::experiments
