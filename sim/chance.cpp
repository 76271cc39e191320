// Random123 stays in this file: a call costs less than its ten rounds.
#include <lastseen/sim/chance.hpp>

#include <Random123/philox.h>
#include <fmt/format.h>

#include <stdexcept>

namespace lastseen::sim {

ChoiceSource::~ChoiceSource() = default;

std::uint64_t Chance::bits(const Label& label) const {
  if (source_ != nullptr) return source_->bits(label);
  const r123::Philox4x32::ctr_type counter = {
      {replication_, label.entity, label.purpose | label.scope << 8, label.ordinal}};
  const r123::Philox4x32::key_type key = {
      {static_cast<std::uint32_t>(seed_), static_cast<std::uint32_t>(seed_ >> 32)}};
  const r123::Philox4x32::ctr_type out = philox4x32_R(10, counter, key);
  return out.v[0] | std::uint64_t{out.v[1]} << 32;
}

double Chance::uniform(const Label& label) const {
  return (static_cast<double>(bits(label) >> 12) + 0.5) * 0x1p-52;
}

std::uint32_t Chance::below(const Label& label, std::uint32_t n) const {
  if (n == 0) throw std::invalid_argument("Chance::below: n is 0; it must be at least 1");
  if (n == 1) return 0;
  const std::uint64_t drawn = bits(label);
  const std::uint64_t upper = (drawn >> 32) * n;  // long multiplication: bits * n has up to 96 bits
  const std::uint64_t lower = (drawn & 0xffff'ffff) * n;
  return static_cast<std::uint32_t>((upper + (lower >> 32)) >> 32);
}

bool Chance::happens(const Label& label, double probability) const {
  if (!(probability >= 0.0 && probability <= 1.0)) {
    throw std::invalid_argument(
        fmt::format("Chance::happens: the probability is {}; it must be in 0..1", probability));
  }
  if (probability == 0.0) return false;
  if (probability == 1.0) return true;
  return uniform(label) < probability;
}

Duration Chance::draw(const Label& label, const Distribution& distribution) const {
  return distribution.is_constant() ? distribution.constant_value() : distribution.quantile(uniform(label));
}

}  // namespace lastseen::sim
