// Random123 stays in this file: a call costs less than its ten rounds.
#include <lastseen/sim/chance.hpp>

#include <Random123/philox.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include <lastseen/sim/defect.hpp>

namespace lastseen::sim {

Generator::Generator(std::uint64_t seed, std::uint32_t replication) : seed_{seed}, replication_{replication} {
  LASTSEEN_ASSERT(replication < replications_end, "a replication has a number beyond 2^24 - 1");
}

std::uint64_t Generator::bits(const Label& label) const {
  const r123::Philox4x32::ctr_type counter = {{replication_ | (label.scope >> 24) << 24, label.entity,
                                               label.purpose | label.scope << 8, label.ordinal}};
  const r123::Philox4x32::key_type key = {
      {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)}};
  const r123::Philox4x32::ctr_type out = philox4x32_R(10, counter, key);
  return out.v[0] | std::uint64_t{out.v[1]} << 32;
}

double uniform_from(std::uint64_t bits) { return (static_cast<double>(bits >> 12) + 0.5) * 0x1p-52; }

std::uint32_t below_from(std::uint64_t bits, std::uint32_t n) {
  const std::uint64_t upper = (bits >> 32) * n;  // long multiplication: bits * n has up to 96 bits
  const std::uint64_t lower = (bits & 0xffff'ffff) * n;
  return static_cast<std::uint32_t>((upper + (lower >> 32)) >> 32);
}

std::uint32_t weighted_from(double u, std::span<const double> weights) {
  const double wanted = u * std::accumulate(weights.begin(), weights.end(), 0.0);
  double sum = 0;
  std::uint32_t last = 0;
  for (std::uint32_t index = 0; index < weights.size(); ++index) {
    if (weights[index] <= 0) continue;
    last = index;
    sum += weights[index];
    if (wanted < sum) break;
  }
  return last;
}

ChoiceSource::~ChoiceSource() = default;
std::size_t ChoiceSource::next(Instant, std::span<const EventLabel>) { return 0; }
bool ChoiceSource::at_once(Instant, const EventLabel&) { return true; }

double GeneratorSource::uniform(const Label& label) { return uniform_from(generator_.bits(label)); }

std::uint32_t GeneratorSource::below(const Label& label, std::uint32_t n) {
  return below_from(generator_.bits(label), n);
}

bool GeneratorSource::happens(const Label& label, double probability) { return uniform(label) < probability; }

std::uint32_t GeneratorSource::weighted(const Label& label, std::span<const double> weights) {
  return weighted_from(uniform(label), weights);
}

Duration GeneratorSource::variate(const Label& label, const Distribution& distribution) {
  return distribution.quantile(uniform(label));
}

double Chance::uniform(const Label& label) const {
  return source_ ? source_->uniform(label) : uniform_from(generator_.bits(label));
}

std::uint32_t Chance::below(const Label& label, std::uint32_t n) const {
  if (n == 0) throw std::invalid_argument("Chance::below: n is 0; it must be at least 1");
  if (n == 1) return 0;
  return source_ ? source_->below(label, n) : below_from(generator_.bits(label), n);
}

bool Chance::happens(const Label& label, double probability) const {
  if (!(probability >= 0.0 && probability <= 1.0)) {
    throw std::invalid_argument(
        fmt::format("Chance::happens: the probability is {}; it must be in 0..1", probability));
  }
  if (probability == 0.0) return false;
  if (probability == 1.0) return true;
  return source_ ? source_->happens(label, probability) : uniform(label) < probability;
}

std::uint32_t Chance::weighted(const Label& label, std::span<const double> weights) const {
  for (const double weight : weights) {
    if (!(weight >= 0.0 && std::isfinite(weight))) {
      throw std::invalid_argument(
          fmt::format("Chance::weighted: a weight is {}; it must be finite and at least 0", weight));
    }
  }
  const auto possible = std::count_if(weights.begin(), weights.end(), [](double w) { return w > 0; });
  if (possible == 0) throw std::invalid_argument("Chance::weighted: no weight is above 0");
  if (possible == 1) return weighted_from(0.5, weights);
  return source_ ? source_->weighted(label, weights) : weighted_from(uniform(label), weights);
}

Duration Chance::draw(const Label& label, const Distribution& distribution) const {
  if (distribution.is_constant()) return distribution.constant_value();
  return source_ ? source_->variate(label, distribution)
                 : distribution.quantile(uniform_from(generator_.bits(label)));
}

}  // namespace lastseen::sim
