// What the tests of distributions share: every form beside its counterpart in Boost.Math, and forms made of
// others.
#pragma once

#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/logistic.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/pareto.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace lastseen::sim {

using Real = long double;

constexpr Real ns_per_s = 1e9L;

/// A form and the same by Boost.Math, in seconds, with 64-bit mantissas.
struct Twin {
  std::string text;
  std::function<Real(Real)> quantile_s;
  std::function<Real(Real)> cdf_s;
  double mean_s;
  Real accuracy = 1e-14L;  // of quantile and cdf
};

template <class Boost>
inline Twin twin(const std::string& text, const Boost& boost) {
  return {text, [boost](Real u) { return quantile(boost, u); }, [boost](Real t) { return cdf(boost, t); },
          static_cast<double>(mean(boost))};
}

/// The normal distribution conditioned on not being negative.
inline Twin normal_twin(const std::string& text, Real mean, Real sd) {
  const boost::math::normal_distribution<Real> normal(mean, sd);
  const Real positive = cdf(complement(normal, 0.0L));
  return {text, [=](Real u) { return quantile(complement(normal, (1.0L - u) * positive)); },
          [=](Real t) { return (cdf(normal, t) - (1.0L - positive)) / positive; },
          static_cast<double>(mean + sd * sd * pdf(normal, 0.0L) / positive)};
}

/// Within 1e-12, where the others are within 1e-14.
inline Twin gamma_twin(const std::string& text, Real shape, Real mean) {
  Twin result = twin(text, boost::math::gamma_distribution<Real>(shape, mean / shape));
  result.accuracy = 1e-12L;
  return result;
}

/// Its logarithm is logistic.
inline Twin loglogistic_twin(const std::string& text, Real median, Real shape) {
  const boost::math::logistic_distribution<Real> logistic(std::log(median), 1.0L / shape);
  const Real x = boost::math::constants::pi<Real>() / shape;
  return {
      text, [=](Real u) { return std::exp(quantile(logistic, u)); },
      [=](Real t) { return cdf(logistic, std::log(t)); },
      static_cast<double>(shape > 1.0L ? median * x / std::sin(x) : std::numeric_limits<Real>::infinity())};
}

inline Real lognormal_sigma(Real median, Real p95) {
  return std::log(p95 / median) / quantile(boost::math::normal_distribution<Real>(), 0.95L);
}

inline std::vector<Twin> twins() {
  using namespace boost::math;
  return {
      twin("uniform(20s, 30s)", uniform_distribution<Real>(20, 30)),
      twin("exponential(mean=5s)", exponential_distribution<Real>(0.2L)),
      twin("exponential(mean=3h)", exponential_distribution<Real>(1.0L / 10'800)),
      twin("lognormal(median=38ms, p95=120ms)",
           lognormal_distribution<Real>(std::log(0.038L), lognormal_sigma(0.038L, 0.12L))),
      twin("lognormal(median=1s, p95=1min)", lognormal_distribution<Real>(0, lognormal_sigma(1, 60))),
      normal_twin("normal(mean=5s, sd=1s)", 5, 1),
      normal_twin("normal(mean=1s, sd=2s)", 1, 2),
      normal_twin("normal(mean=0s, sd=2s)", 0, 2),
      twin("weibull(shape=1.5, scale=2s)", weibull_distribution<Real>(1.5L, 2)),
      twin("weibull(shape=0.5, scale=2s)", weibull_distribution<Real>(0.5L, 2)),
      twin("weibull(shape=20, scale=2s)", weibull_distribution<Real>(20, 2)),
      gamma_twin("gamma(shape=2, mean=5s)", 2, 5),
      gamma_twin("gamma(shape=0.1, mean=5s)", 0.1, 5),  // 0.1 as the double that is read
      gamma_twin("gamma(shape=0.5, mean=1s)", 0.5L, 1),
      gamma_twin("gamma(shape=7.5, mean=200ms)", 7.5L, 0.2L),
      gamma_twin("gamma(shape=1000, mean=1min)", 1000, 60),
      loglogistic_twin("loglogistic(median=2s, shape=3)", 2, 3),
      loglogistic_twin("loglogistic(median=2s, shape=2.5)", 2, 2.5L),
      loglogistic_twin("loglogistic(median=2s, shape=1)", 2, 1),
      loglogistic_twin("loglogistic(median=80ms, shape=100)", 0.08L, 100),
      twin("triangular(1s, 2s, 5s)", triangular_distribution<Real>(1, 2, 5)),
      twin("triangular(1s, 1s, 5s)", triangular_distribution<Real>(1, 1, 5)),
      twin("triangular(1s, 5s, 5s)", triangular_distribution<Real>(1, 5, 5)),
      twin("pareto(minimum=1s, shape=2.5)", pareto_distribution<Real>(1, 2.5L)),
  };
}

/// Forms that have no twin in Boost.Math; those with a mixture are not monotonic in u.
inline const std::vector<std::string> monotonic_composites{
    "quantiles(p0=10ms, p50=40ms, p95=120ms, p100=2s)",
    "shifted(20ms, lognormal(median=38ms, p95=120ms))",
    "truncated(1s, 9s, exponential(mean=5s))",
    "truncated(6s, 9s, normal(mean=5s, sd=1s))",
    "truncated(3s, 4s, triangular(1s, 2s, 5s))",
    "truncated(1500ms, 4s, triangular(1s, 2s, 5s))",
    "truncated(1s, 1h, pareto(minimum=2s, shape=1))",
    "truncated(3s, 1h, pareto(minimum=2s, shape=0.5))",
    "truncated(1s, 5s, weibull(shape=1.5, scale=2s))",
    "truncated(1s, 9s, gamma(shape=2, mean=5s))",
    "truncated(100ms, 3s, gamma(shape=0.5, mean=1s))",
    "truncated(1s, 3s, loglogistic(median=2s, shape=3))",
    "truncated(1s, 1h, loglogistic(median=2s, shape=1))",
    "truncated(4s, 1h, loglogistic(median=2s, shape=0.5))",
    "truncated(100ms, 1s, lognormal(median=38ms, p95=120ms))",
    "truncated(22s, 40s, uniform(20s, 30s))",
    "truncated(20ms, 1s, quantiles(p0=10ms, p50=40ms, p95=120ms, p100=2s))",
    "truncated(100ms, 1s, shifted(20ms, lognormal(median=38ms, p95=120ms)))",
    "truncated(2s, 4s, truncated(1s, 3s, exponential(mean=5s)))",
};
inline const std::vector<std::string> other_composites{
    "mixture(0.9: lognormal(median=38ms, p95=120ms), 0.1: uniform(1s, 2s))",
    "mixture(0.25: 1s, 0: 3s, 0.75: exponential(mean=2s))",
    "truncated(50ms, 1500ms, mixture(0.9: lognormal(median=38ms, p95=120ms), 0.1: uniform(1s, 2s)))",
    "mixture(0.5: gamma(shape=20, mean=1s), 0.5: loglogistic(median=3s, shape=8))",
    "truncated(500ms, 4s, mixture(0.5: gamma(shape=20, mean=1s), 0.5: loglogistic(median=3s, shape=8)))",
    "shifted(1s, mixture(0.5: exponential(mean=1s), 0.5: pareto(minimum=1s, shape=3)))",
    "quantiles(p0=1s, p40=2s, p60=2s, p100=4s)",
    "truncated(2s, 3s, quantiles(p0=1s, p40=2s, p60=2s, p100=4s))",
};

inline std::vector<std::string> all_texts() {
  std::vector<std::string> texts{"250ms"};
  for (const Twin& twin : twins()) texts.push_back(twin.text);
  texts.insert(texts.end(), monotonic_composites.begin(), monotonic_composites.end());
  texts.insert(texts.end(), other_composites.begin(), other_composites.end());
  return texts;
}

}  // namespace lastseen::sim
