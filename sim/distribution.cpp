// The value type, and the forms that hold other distributions. Reading text is in distribution_text.cpp, the
// plain forms are in distribution_shapes.cpp.
//
// Truncation is pushed down to the plain forms (restricted_to), because only they can be inverted: the
// truncation of a mixture is the mixture of its truncated components, with the weights that their
// probabilities give.
#include <lastseen/sim/distribution.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include <lastseen/sim/distribution_forms.hpp>
#include <lastseen/sim/distribution_shapes.hpp>

namespace lastseen::sim {
namespace {

constexpr double smallest_mass = 1e-6;

/// A plain form between two of its own quantiles.
class Between final : public Distribution::Shape {
 public:
  Between(std::shared_ptr<const Distribution::Shape> whole, Duration low, Duration high)
      : whole_{std::move(whole)},
        low_{low},
        high_{high},
        first_{whole_->cdf_below(low)},
        mass_{whole_->cdf(high) - first_} {}
  Duration quantile(double u) const override {
    return std::clamp(whole_->quantile(inside_unit_interval(first_ + u * mass_)), low_, high_);
  }
  double cdf(Duration t) const override {
    return t < low_ ? 0.0 : (t >= high_ ? 1.0 : std::clamp((whole_->cdf(t) - first_) / mass_, 0.0, 1.0));
  }
  double mean_ns() const override {
    if (!(mass_ > 0.0)) return ns(low_);
    return std::clamp((whole_->partial_mean_ns(high_) - whole_->partial_mean_ns(low_)) / mass_, ns(low_),
                      ns(high_));
  }
  double partial_mean_ns(Duration t) const override {
    return (whole_->partial_mean_ns(std::clamp(t, low_, high_)) - whole_->partial_mean_ns(low_)) / mass_;
  }
  std::string to_text() const override { return whole_->to_text(); }  // printed by the form that made it

 private:
  std::shared_ptr<const Distribution::Shape> whole_;
  Duration low_, high_;
  double first_, mass_;
};

class Shifted final : public Distribution::Shape {
 public:
  Shifted(Duration offset, Distribution inner) : offset_{offset}, inner_{std::move(inner)} {}
  Duration quantile(double u) const override {
    return std::min(offset_ + inner_.quantile(u), longest_duration);
  }
  double cdf(Duration t) const override { return inner_.cdf(t - offset_); }
  double cdf_below(Duration t) const override { return inner_.cdf_below(t - offset_); }
  double mean_ns() const override { return ns(offset_) + inner_.mean_s() * 1e9; }
  double partial_mean_ns(Duration) const override { return mean_ns(); }  // not asked: see restricted_to
  std::string to_text() const override { return form_text("shifted", {offset_, inner_}); }
  int depth() const override { return inner_.depth() + 1; }
  Distribution restricted_to(Duration low, Duration high) const override {
    return Distribution::shifted(
        offset_, inner_.restricted_to(std::max(low - offset_, Duration::zero()), high - offset_));
  }

 private:
  Duration offset_;
  Distribution inner_;
};

/// Keeps the inner distribution for its text, and draws from `effective`, the one that restriction made of
/// it.
class Truncated final : public Distribution::Shape {
 public:
  Truncated(Duration low, Duration high, Distribution inner)
      : low_{low}, high_{high}, inner_{std::move(inner)}, effective_{inner_.restricted_to(low, high)} {}
  Duration quantile(double u) const override { return effective_.quantile(u); }
  double cdf(Duration t) const override { return effective_.cdf(t); }
  double cdf_below(Duration t) const override { return effective_.cdf_below(t); }
  double mean_ns() const override { return effective_.mean_s() * 1e9; }
  double partial_mean_ns(Duration) const override { return mean_ns(); }  // not asked: see restricted_to
  std::string to_text() const override { return form_text("truncated", {low_, high_, inner_}); }
  int depth() const override { return inner_.depth() + 1; }
  Distribution restricted_to(Duration low, Duration high) const override {
    return inner_.restricted_to(std::max(low, low_), std::min(high, high_));
  }

 private:
  Duration low_, high_;
  Distribution inner_, effective_;
};

class Mixture final : public Distribution::Shape {
 public:
  struct Part {
    double weight;
    Distribution component;
    double start = 0.0;  // of its share of (0, 1)
    double end = 0.0;
  };

  Mixture(std::vector<Part> parts, std::string text, int depth)
      : parts_{std::move(parts)}, text_{std::move(text)}, depth_{depth} {
    double sum = 0.0;
    const Part* last = &parts_.front();
    for (Part& part : parts_) {
      part.start = sum;
      part.end = sum += part.weight;
      if (part.weight > 0.0) last = &part;
    }
    parts_.erase(parts_.begin() + (last - parts_.data()) + 1, parts_.end());
    parts_.back().end = 1.0;  // what rounding left belongs to the last that can be chosen
  }
  Duration quantile(double u) const override {
    const Part* part = parts_.data();
    while (u >= part->end) ++part;  // ends at the last one, whose end is 1
    if (part->component.is_constant()) return part->component.constant_value();
    return part->component.quantile(inside_unit_interval((u - part->start) / (part->end - part->start)));
  }
  double cdf(Duration t) const override {
    return sum([t](const Distribution& d) { return d.cdf(t); });
  }
  double cdf_below(Duration t) const override {
    return sum([t](const Distribution& d) { return d.cdf_below(t); });
  }
  double mean_ns() const override {
    return sum([](const Distribution& d) { return d.mean_s() * 1e9; });
  }
  double partial_mean_ns(Duration) const override { return mean_ns(); }  // not asked: see restricted_to
  std::string to_text() const override { return text_; }
  int depth() const override { return depth_; }
  Distribution restricted_to(Duration low, Duration high) const override;

 private:
  template <class Function>
  double sum(Function value) const {
    double total = 0.0;
    for (const Part& part : parts_) {
      if (part.weight > 0.0) total += part.weight * value(part.component);
    }
    return total;
  }

  std::vector<Part> parts_;
  std::string text_;
  int depth_;
};

/// Each component restricted, weighed by the probability that it falls into the interval.
Distribution Mixture::restricted_to(Duration low, Duration high) const {
  std::vector<Part> parts;
  double total = 0.0;
  for (const Part& part : parts_) {
    const double mass = part.weight * (part.component.cdf(high) - part.component.cdf_below(low));
    if (!(mass > 0.0)) continue;
    parts.push_back({mass, part.component.restricted_to(low, high)});
    total += mass;
  }
  for (Part& part : parts) part.weight /= total;
  return Distribution{std::make_shared<Mixture>(std::move(parts), text_, depth_)};
}

}  // namespace

Distribution Distribution::Shape::restricted_to(Duration low, Duration high) const {
  return Distribution{std::make_shared<Between>(shared_from_this(), low, high)};
}

Distribution::Distribution(std::shared_ptr<const Shape> shape) : shape_{std::move(shape)} {}

Distribution Distribution::constant(Duration value) {
  require_duration(value, "constant", "duration");
  Distribution result;
  result.constant_ = value;
  return result;
}

std::string Distribution::to_text() const { return shape_ ? shape_->to_text() : sim::to_text(constant_); }

Duration Distribution::quantile(double u) const {
  if (!(u > 0.0 && u < 1.0)) {
    throw std::invalid_argument(fmt::format("Distribution::quantile: u is {}; it must be inside (0, 1)", u));
  }
  return shape_ ? shape_->quantile(u) : constant_;
}

double Distribution::cdf(Duration t) const {
  if (t < Duration::zero()) return 0.0;
  if (t >= longest_duration) return 1.0;
  if (!shape_) return t >= constant_ ? 1.0 : 0.0;
  return shape_->cdf(t);
}

double Distribution::cdf_below(Duration t) const {
  if (t <= Duration::zero()) return 0.0;
  if (t > longest_duration) return 1.0;
  if (!shape_) return t > constant_ ? 1.0 : 0.0;
  return shape_->cdf_below(t);
}

double Distribution::mean_s() const { return shape_ ? shape_->mean_ns() / 1e9 : to_seconds(constant_); }

int Distribution::depth() const { return shape_ ? shape_->depth() : 1; }

Distribution Distribution::restricted_to(Duration low, Duration high) const {
  return shape_ ? shape_->restricted_to(low, high) : *this;
}

bool operator==(const Distribution& a, const Distribution& b) {
  if (a.shape_ == b.shape_) return a.constant_ == b.constant_;
  return a.to_text() == b.to_text();
}

Distribution Distribution::shifted(Duration offset, Distribution inner) {
  require_duration(offset, "shifted", "offset");
  if (inner.is_constant()) {
    const Duration sum = offset + inner.constant_;
    require_duration(sum, "shifted", "sum");
    return Distribution{sum};
  }
  require(inner.depth() < deepest, "shifted", fmt::format("nested deeper than {} levels", deepest));
  return Distribution{std::make_shared<Shifted>(offset, std::move(inner))};
}

Distribution Distribution::truncated(Duration low, Duration high, Distribution inner) {
  constexpr std::string_view form = "truncated";
  require_duration(low, form, "lower bound");
  require_duration(high, form, "upper bound");
  require(
      low <= high, form,
      fmt::format("the lower bound {} is above the upper bound {}", sim::to_text(low), sim::to_text(high)));
  require(inner.depth() < deepest, form, fmt::format("nested deeper than {} levels", deepest));
  const double mass = inner.cdf(high) - inner.cdf_below(low);
  require(mass >= smallest_mass, form,
          fmt::format("{} to {} holds {:.2g} of {}; it must hold at least a millionth", sim::to_text(low),
                      sim::to_text(high), mass, inner.to_text().substr(0, 200)));
  if (inner.is_constant()) return inner;
  return Distribution{std::make_shared<Truncated>(low, high, std::move(inner))};
}

Distribution Distribution::mixture(std::vector<std::pair<double, Distribution>> parts) {
  constexpr std::string_view form = "mixture";
  require(!parts.empty(), form, "it has no component");
  std::vector<Mixture::Part> made;
  std::vector<DistributionForm::Value> values;
  double sum = 0.0;
  int depth = 0;
  for (auto& [weight, component] : parts) {
    require(weight >= 0.0 && weight <= 1.0, form,
            fmt::format("the weight is {}; it must be in 0..1", weight));
    sum += weight;
    depth = std::max(depth, component.depth());
    values.insert(values.end(), {weight, component});
    made.push_back({weight, std::move(component)});
  }
  require(sum > 1.0 - 1e-9 && sum < 1.0 + 1e-9, form,
          fmt::format("the weights sum to {}; they must sum to 1 within 1e-9", sum));
  require(depth < deepest, form, fmt::format("nested deeper than {} levels", deepest));
  return Distribution{std::make_shared<Mixture>(std::move(made), form_text(form, values), depth + 1)};
}

}  // namespace lastseen::sim
