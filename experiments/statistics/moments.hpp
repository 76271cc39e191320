// Two totals of each session - events and trials, polls and nanoseconds - summed over sessions so that their ratio and its
// variance between sessions can be had at the end: a session is looked at once, and sums merge exactly, in any order.
//
//     sessions (x, n)  ->  sum x, sum n, sum x^2, sum x n, sum n^2  ->  r = X / N,  sum (x - r n)^2 / N^2
//
// The sums are integers, and the sum of squared residuals e = x - r n is made of them as an exact fraction,
//
//     sum e^2 = (N^2 sum x^2 - 2 X N sum x n + X^2 sum n^2) / N^2
//
// which is rounded once. (In floating point this form would cancel to nothing where sessions hardly differ.)
#pragma once

#include <cstdint>
#include <optional>

#include <lastseen/experiments/statistics/wide_sum.hpp>

namespace lastseen::experiments {

/// Sums over sessions of x, n, and their products.
class Moments {
 public:
  Moments() = default;
  /// From sums made elsewhere.
  Moments(const WideSum& x, const WideSum& n, const WideSum& xx, const WideSum& xn, const WideSum& nn)
      : x_(x), n_(n), xx_(xx), xn_(xn), nn_(nn) {}

  void add(std::uint64_t x, std::uint64_t n) {
    x_.add(x);
    n_.add(n);
    xx_.add_product(x, x);
    xn_.add_product(x, n);
    nn_.add_product(n, n);
  }
  void merge(const Moments& other);

  double x() const;
  double n() const;
  /// X / N; 0 when N is 0.
  double ratio() const;
  /// 1 - X / N without cancellation, for x <= n in each session; 0 when N is 0.
  double complement() const;
  /// sum (x - r n)^2 / N^2 with r = X / N: the variance of the ratio but for the factor R / (R - 1). 0 when N is 0.
  double squared_residuals() const;
  bool is_empty() const { return n_ == WideSum{}; }

  friend bool operator==(const Moments&, const Moments&) = default;

 private:
  friend class CrossMoments;
  friend class Cubes;

  WideSum x_;
  WideSum n_;
  WideSum xx_;
  WideSum xn_;
  WideSum nn_;
};

/// Sums over sessions of the products of three, for the skewness of a ratio.
class Cubes {
 public:
  void add(std::uint64_t x, std::uint64_t n) {
    if ((x | n) >> 53 != 0) {
      is_known_ = false;
      return;
    }
    xxx_.add_product(x, x, x);
    xxn_.add_product(x, x, n);
    xnn_.add_product(x, n, n);
    nnn_.add_product(n, n, n);
  }
  void merge(const Cubes& other);

  /// sum e^3 / (sum e^2)^(3/2) with e = x - r n, of sessions whose other sums these are: the skewness of the ratio. In [-1, 1];
  /// 0 where nothing varies, and where a session has an x or n of 2^53 or more.
  double skewness(const Moments& moments) const;

  friend bool operator==(const Cubes&, const Cubes&) = default;

 private:
  WideSum xxx_;
  WideSum xxn_;
  WideSum xnn_;
  WideSum nnn_;
  bool is_known_ = true;
};

/// Sums of products across two arms whose sessions are paired, which with the arms' own moments make the variance of their
/// difference.
class CrossMoments {
 public:
  void add(std::uint64_t x_before, std::uint64_t n_before, std::uint64_t x_after, std::uint64_t n_after) {
    xx_.add_product(x_before, x_after);
    xn_.add_product(x_before, n_after);
    nx_.add_product(n_before, x_after);
    nn_.add_product(n_before, n_after);
  }
  void merge(const CrossMoments& other);

  /// sum (e_after / N_after - e_before / N_before)^2 over sessions; an arm without any n counts as 0.
  double squared_differences(const Moments& before, const Moments& after) const;
  /// sum(e_before e_after) / sqrt(sum e_before^2 sum e_after^2), in [-1, 1]; absent when an arm does not vary.
  std::optional<double> correlation(const Moments& before, const Moments& after) const;

  friend bool operator==(const CrossMoments&, const CrossMoments&) = default;

 private:
  WideSum xx_;
  WideSum xn_;
  WideSum nx_;
  WideSum nn_;
};

/// The sum of times and of their squares, for a mean over all of them and its variance if they were independent.
class SquaredTimes {
 public:
  void add(std::uint64_t time) {
    sum_.add(time);
    squares_.add_product(time, time);
  }
  void merge(const SquaredTimes& other);
  /// sum (t - mean)^2 of `count` times, rounded once.
  double squared_deviations(std::uint64_t count) const;

  friend bool operator==(const SquaredTimes&, const SquaredTimes&) = default;

 private:
  WideSum sum_;
  WideSum squares_;
};

}  // namespace lastseen::experiments
