// The plain forms of distribution.hpp: validation, quantile, distribution function, mean, text. Those that
// have a shape parameter are in distribution_lifetimes.cpp.
//
// partial_mean_ns is E[T; T <= t], the integral of t dF(t): with it the mean of a truncated form is exact.
#include <lastseen/sim/distribution_shapes.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>  // sqrt only
#include <stdexcept>

#include <lastseen/sim/distribution_forms.hpp>
#include <lastseen/sim/elementary.hpp>

namespace lastseen::sim {
namespace {

constexpr double z95 = 1.64485362695147271;  // normal_quantile(0.95)

double normal_density(double z) { return exponential(-0.5 * z * z) / sqrt_2pi; }

class Uniform final : public Distribution::Shape {
 public:
  Uniform(Duration low, Duration high) : low_{low}, high_{high}, width_{ns(high - low)} {}
  Duration quantile(double u) const override { return low_ + to_duration(u * width_); }
  double cdf(Duration t) const override {
    return t <= low_ ? 0.0 : (t >= high_ ? 1.0 : ns(t - low_) / width_);
  }
  double mean_ns() const override { return ns(low_) + 0.5 * width_; }
  double partial_mean_ns(Duration t) const override {
    return cdf(t) * 0.5 * (ns(low_) + ns(std::min(t, high_)));
  }
  std::string to_text() const override { return form_text("uniform", {low_, high_}); }
  Distribution restricted_to(Duration low, Duration high) const override {
    return Distribution::uniform(std::max(low, low_), std::min(high, high_));
  }

 private:
  Duration low_, high_;
  double width_;
};

class Exponential final : public Distribution::Shape {
 public:
  explicit Exponential(Duration mean) : mean_{mean}, mean_ns_{ns(mean)} {}
  Duration quantile(double u) const override { return to_duration(-mean_ns_ * logarithm_1p(-u)); }
  double cdf(Duration t) const override { return -exponential_minus_1(-ns(t) / mean_ns_); }
  double mean_ns() const override { return mean_ns_; }
  double partial_mean_ns(Duration t) const override {
    return mean_ns_ * cdf(t) - ns(t) * exponential(-ns(t) / mean_ns_);
  }
  std::string to_text() const override { return form_text("exponential", {mean_}); }

 private:
  Duration mean_;
  double mean_ns_;
};

class Lognormal final : public Distribution::Shape {
 public:
  Lognormal(Duration median, Duration p95)
      : median_{median},
        p95_{p95},
        median_ns_{ns(median)},
        sigma_{logarithm_1p(ns(p95 - median) / ns(median)) / z95} {}
  Duration quantile(double u) const override {
    return to_duration(median_ns_ * exponential(sigma_ * normal_quantile(u)));
  }
  double cdf(Duration t) const override { return t <= Duration::zero() ? 0.0 : normal_cdf(z(t)); }
  double mean_ns() const override { return median_ns_ * exponential(0.5 * sigma_ * sigma_); }
  double partial_mean_ns(Duration t) const override {
    return t <= Duration::zero() ? 0.0 : mean_ns() * normal_cdf(z(t) - sigma_);
  }
  std::string to_text() const override { return form_text("lognormal", {median_, p95_}); }

 private:
  double z(Duration t) const { return logarithm(ns(t) / median_ns_) / sigma_; }

  Duration median_, p95_;
  double median_ns_, sigma_;
};

/// N(mean, sd) conditioned on not being negative: u is spread over the part of (0, 1) above P(N < 0). Each half
/// is computed from its own tail, so that neither end loses digits.
class Normal final : public Distribution::Shape {
 public:
  Normal(Duration mean, Duration sd)
      : mean_{mean},
        sd_{sd},
        mean_ns_{ns(mean)},
        sd_ns_{ns(sd)},
        negative_{normal_cdf(-mean_ns_ / sd_ns_)},
        positive_{normal_cdf(mean_ns_ / sd_ns_)} {}
  Duration quantile(double u) const override {
    if (u < 0.5) return to_duration(mean_ns_ + sd_ns_ * normal_quantile(negative_ + u * positive_));
    return to_duration(mean_ns_ - sd_ns_ * normal_quantile((1.0 - u) * positive_));
  }
  double cdf(Duration t) const override { return (normal_cdf(z(t)) - negative_) / positive_; }
  double mean_ns() const override {
    return mean_ns_ + sd_ns_ * normal_density(mean_ns_ / sd_ns_) / positive_;
  }
  double partial_mean_ns(Duration t) const override {
    const double densities = normal_density(mean_ns_ / sd_ns_) - normal_density(z(t));
    return mean_ns_ * cdf(t) + sd_ns_ * densities / positive_;
  }
  std::string to_text() const override { return form_text("normal", {mean_, sd_}); }

 private:
  double z(Duration t) const { return (ns(t) - mean_ns_) / sd_ns_; }

  Duration mean_, sd_;
  double mean_ns_, sd_ns_, negative_, positive_;
};

class Triangular final : public Distribution::Shape {
 public:
  Triangular(Duration low, Duration mode, Duration high)
      : low_{low},
        mode_{mode},
        high_{high},
        width_{ns(high - low)},
        left_{ns(mode - low)},
        right_{ns(high - mode)} {}
  Duration quantile(double u) const override {
    if (u * width_ < left_) return low_ + to_duration(std::sqrt(u * width_ * left_));
    return high_ - to_duration(std::sqrt((1.0 - u) * width_ * right_));
  }
  double cdf(Duration t) const override {
    if (t <= low_) return 0.0;
    if (t >= high_) return 1.0;
    if (t < mode_) return ns(t - low_) / width_ * (ns(t - low_) / left_);
    return 1.0 - ns(high_ - t) / width_ * (ns(high_ - t) / right_);
  }
  double mean_ns() const override { return ns(low_) + (2.0 * left_ + right_) / 3.0; }
  double partial_mean_ns(Duration t) const override {  // low F(t) + the integral of (s - low) dF(s)
    if (t <= low_) return 0.0;
    if (t >= high_) return mean_ns();
    if (t < mode_) return cdf(t) * (ns(low_) + 2.0 / 3.0 * ns(t - low_));
    return mean_ns() - (1.0 - cdf(t)) * (ns(high_) - 2.0 / 3.0 * ns(high_ - t));
  }
  std::string to_text() const override { return form_text("triangular", {low_, mode_, high_}); }

 private:
  Duration low_, mode_, high_;
  double width_, left_, right_;
};

/// Linear between points (level in 0..1, value). A flat stretch is a value that has probability of its own.
class Table final : public Distribution::Shape {
 public:
  struct Point {
    double level;
    Duration value;
  };

  Table(std::vector<Point> points, std::string text) : points_{std::move(points)}, text_{std::move(text)} {}

  Duration quantile(double u) const override {
    const auto right = std::upper_bound(points_.begin() + 1, points_.end() - 1, u,
                                        [](double wanted, const Point& p) { return wanted < p.level; });
    const auto left = right - 1;
    return left->value +
           to_duration((u - left->level) / (right->level - left->level) * ns(right->value - left->value));
  }
  double cdf(Duration t) const override {
    const auto right = std::upper_bound(points_.begin(), points_.end(), t,
                                        [](Duration wanted, const Point& p) { return wanted < p.value; });
    return level_at(t, right);
  }
  double cdf_below(Duration t) const override {
    const auto right = std::lower_bound(points_.begin(), points_.end(), t,
                                        [](const Point& p, Duration wanted) { return p.value < wanted; });
    return level_at(t, right);
  }
  double mean_ns() const override {
    double sum = 0.0;
    for (std::size_t i = 1; i < points_.size(); ++i) {
      sum +=
          (points_[i].level - points_[i - 1].level) * 0.5 * (ns(points_[i].value) + ns(points_[i - 1].value));
    }
    return sum;
  }
  double partial_mean_ns(Duration) const override { return mean_ns(); }  // not asked: see restricted_to
  std::string to_text() const override { return text_; }

  /// The part of the table between the two levels, stretched to 0..1.
  Distribution restricted_to(Duration low, Duration high) const override {
    const double first = cdf_below(low);
    const double last = cdf(high);
    std::vector<Point> part{{0.0, std::max(low, points_.front().value)}};
    for (const Point& p : points_) {
      if (p.level > first && p.level < last) part.push_back({(p.level - first) / (last - first), p.value});
    }
    part.push_back({1.0, std::min(high, points_.back().value)});
    return Distribution{std::make_shared<Table>(std::move(part), text_)};
  }

 private:
  double level_at(Duration t, std::vector<Point>::const_iterator right) const {
    if (right == points_.begin()) return 0.0;
    if (right == points_.end()) return 1.0;
    const auto left = right - 1;
    return left->level + ns(t - left->value) / ns(right->value - left->value) * (right->level - left->level);
  }

  std::vector<Point> points_;
  std::string text_;
};

}  // namespace

Distribution::Shape::~Shape() = default;

void require(bool condition, std::string_view form, const std::string& why) {
  if (!condition) throw std::invalid_argument(fmt::format("{}: {}", form, why));
}

void require_duration(Duration value, std::string_view form, std::string_view parameter, bool positive) {
  const bool valid = value <= longest_duration && (positive ? value > Duration{} : value >= Duration{});
  require(valid, form,
          fmt::format("the {} is {}; it must be {} 10 years (3650d)", parameter, to_text(value),
                      positive ? "above 0 and at most" : "in 0s to"));
}

Distribution Distribution::uniform(Duration low, Duration high) {
  require_duration(low, "uniform", "lower bound");
  require_duration(high, "uniform", "upper bound");
  require(
      low <= high, "uniform",
      fmt::format("the lower bound {} is above the upper bound {}", sim::to_text(low), sim::to_text(high)));
  return low == high ? Distribution{low} : make<Uniform>(low, high);
}

Distribution Distribution::exponential(Duration mean) {
  require_duration(mean, "exponential", "mean", true);
  return make<Exponential>(mean);
}

Distribution Distribution::lognormal(Duration median, Duration p95) {
  require_duration(median, "lognormal", "median", true);
  require_duration(p95, "lognormal", "p95", true);
  require(p95 > median, "lognormal",
          fmt::format("the p95 {} must be above the median {}", sim::to_text(p95), sim::to_text(median)));
  return make<Lognormal>(median, p95);
}

Distribution Distribution::normal(Duration mean, Duration sd) {
  require_duration(mean, "normal", "mean");
  require_duration(sd, "normal", "sd", true);
  return make<Normal>(mean, sd);
}

Distribution Distribution::triangular(Duration low, Duration mode, Duration high) {
  require_duration(low, "triangular", "lower bound");
  require_duration(high, "triangular", "upper bound");
  require(low <= mode && mode <= high && low < high, "triangular",
          fmt::format("{}, {}, {} must be low <= mode <= high with low < high", sim::to_text(low),
                      sim::to_text(mode), sim::to_text(high)));
  return make<Triangular>(low, mode, high);
}

Distribution Distribution::quantiles(std::vector<std::pair<double, Duration>> points) {
  constexpr std::string_view form = "quantiles";
  require(points.size() >= 2 && points.front().first == 0.0 && points.back().first == 100.0, form,
          "p0 must be the first and p100 the last");
  std::vector<Table::Point> table;
  std::vector<DistributionForm::Value> values;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto& [percent, value] = points[i];
    const std::string name = fmt::format("p{}", percent);
    require_duration(value, form, name);
    if (i > 0) {
      const auto& [percent_before, value_before] = points[i - 1];
      require(percent > percent_before, form,
              fmt::format("{} follows p{}; percentiles must rise", name, percent_before));
      require(value >= value_before, form,
              fmt::format("{}={} is below p{}={}; values must not fall", name, sim::to_text(value),
                          percent_before, sim::to_text(value_before)));
    }
    table.push_back({percent / 100.0, value});
    values.insert(values.end(), {percent, value});
  }
  return make<Table>(std::move(table), form_text(form, values));
}

}  // namespace lastseen::sim
