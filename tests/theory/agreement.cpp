#include "tests/theory/agreement.hpp"

#include <fmt/core.h>

#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace lastseen::theory {
namespace {

std::string described(const std::string& response, const sim::Tally& tally) {
  return fmt::format("{}: {:.5g} +- {:.2g}", response, tally.mean().value(), half_width(tally));
}

}  // namespace

Estimates replicate(std::uint64_t seed, const std::function<Responses(const sim::Chance&)>& play) {
  Estimates estimates;
  for (std::uint32_t replication = 0; replication < replications; ++replication) {
    for (const auto& [response, value] : play(sim::Chance(seed, replication))) estimates[response].add(value);
  }
  return estimates;
}

double half_width(const sim::Tally& tally, double confidence) {
  const auto n = static_cast<double>(tally.count());
  const boost::math::students_t student(n - 1);
  return quantile(student, 1 - (1 - confidence) / 2) * std::sqrt(tally.variance().value() / n);
}

std::vector<std::string> disagreements(const Estimates& simulated, const Responses& theory) {
  std::vector<std::string> found;
  for (const auto& [response, value] : theory) {
    const auto estimate = simulated.find(response);
    if (estimate == simulated.end()) {
      found.push_back(response + ": not simulated");
    } else if (!(std::abs(*estimate->second.mean() - value) <= half_width(estimate->second, level))) {
      found.push_back(fmt::format("{}, theory {:.5g}", described(response, estimate->second), value));
    }
  }
  for (const auto& [response, tally] : simulated) {
    if (!theory.contains(response)) found.push_back(described(response, tally) + ", no theory");
  }
  return found;
}

std::vector<std::string> too_wide(const Estimates& simulated, double part) {
  std::vector<std::string> found;
  for (const auto& [response, tally] : simulated) {
    const double widest = part * std::abs(*tally.mean());
    if (!(half_width(tally) <= widest)) found.push_back(described(response, tally));
  }
  return found;
}

void print(const std::string& title, const Estimates& simulated, const Responses& theory) {
  fmt::print("{:<30} {:>10}    {:<9} {:>10}\n", title, "simulated", "99.9 %", "theory");
  for (const auto& [response, value] : theory) {
    const sim::Tally& tally = simulated.at(response);
    fmt::print("{:<30} {:>10.5g} +- {:<9.2g} {:>10.5g}\n", response, *tally.mean(), half_width(tally), value);
  }
}

}  // namespace lastseen::theory
