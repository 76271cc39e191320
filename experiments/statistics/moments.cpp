#include <lastseen/experiments/statistics/moments.hpp>

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>

namespace lastseen::experiments {
namespace {

/// Room for the products of eight totals below 2^96 and a sum of squares, more than any study that fits into memory needs.
/// Its conversion to double stays finite up to 2^1023.
using Big = boost::multiprecision::number<boost::multiprecision::cpp_int_backend<
    1536, 1536, boost::multiprecision::signed_magnitude, boost::multiprecision::unchecked, void>>;

Big big(const WideSum& sum) {
  Big value = sum.high();
  value <<= 64;
  value += static_cast<std::uint64_t>(sum.low() >> 64);
  value <<= 64;
  value += static_cast<std::uint64_t>(sum.low());
  return value;
}

double rounded(const Big& value) { return value.convert_to<double>(); }

/// sum (N x - X n)(N' x' - X' n'), of one arm with itself or with another.
Big products(const Big& x, const Big& n, const Big& x_other, const Big& n_other, const WideSum& xx,
             const WideSum& xn, const WideSum& nx, const WideSum& nn) {
  return n * n_other * big(xx) - n * x_other * big(xn) - x * n_other * big(nx) + x * x_other * big(nn);
}

}  // namespace

void Moments::merge(const Moments& other) {
  x_.merge(other.x_);
  n_.merge(other.n_);
  xx_.merge(other.xx_);
  xn_.merge(other.xn_);
  nn_.merge(other.nn_);
}

double Moments::x() const { return rounded(big(x_)); }

double Moments::n() const { return rounded(big(n_)); }

double Moments::ratio() const { return is_empty() ? 0 : x() / n(); }

double Moments::complement() const { return is_empty() ? 0 : rounded(big(n_) - big(x_)) / n(); }

double Moments::squared_residuals() const {
  if (is_empty()) return 0;
  const Big x = big(x_);
  const Big n = big(n_);
  const double square = rounded(n * n);
  return rounded(products(x, n, x, n, xx_, xn_, xn_, nn_)) / square / square;
}

void Cubes::merge(const Cubes& other) {
  xxx_.merge(other.xxx_);
  xxn_.merge(other.xxn_);
  xnn_.merge(other.xnn_);
  nnn_.merge(other.nnn_);
  is_known_ = is_known_ && other.is_known_;
}

double Cubes::skewness(const Moments& moments) const {
  const double squares = moments.squared_residuals();
  if (!is_known_ || !(squares > 0)) return 0;
  const Big x = big(moments.x_);
  const Big n = big(moments.n_);
  const Big sum =
      n * n * n * big(xxx_) - 3 * n * n * x * big(xxn_) + 3 * n * x * x * big(xnn_) - x * x * x * big(nnn_);
  const double square = rounded(n * n);
  const double cubes = rounded(sum) / square / square / square;
  return std::clamp(cubes / squares / std::sqrt(squares), -1.0, 1.0);
}

void CrossMoments::merge(const CrossMoments& other) {
  xx_.merge(other.xx_);
  xn_.merge(other.xn_);
  nx_.merge(other.nx_);
  nn_.merge(other.nn_);
}

double CrossMoments::squared_differences(const Moments& before, const Moments& after) const {
  if (before.is_empty()) return after.squared_residuals();
  if (after.is_empty()) return before.squared_residuals();
  const Big x_before = big(before.x_), n_before = big(before.n_);
  const Big x_after = big(after.x_), n_after = big(after.n_);
  const Big own_before =
      products(x_before, n_before, x_before, n_before, before.xx_, before.xn_, before.xn_, before.nn_);
  const Big own_after =
      products(x_after, n_after, x_after, n_after, after.xx_, after.xn_, after.xn_, after.nn_);
  const Big across = products(x_before, n_before, x_after, n_after, xx_, xn_, nx_, nn_);
  const Big square_before = n_before * n_before;
  const Big square_after = n_after * n_after;
  const Big sum = square_before * square_before * own_after + square_after * square_after * own_before -
                  2 * square_before * square_after * across;
  const double scale = rounded(square_before * square_after);
  return rounded(sum) / scale / scale;
}

std::optional<double> CrossMoments::correlation(const Moments& before, const Moments& after) const {
  const Big x_before = big(before.x_), n_before = big(before.n_);
  const Big x_after = big(after.x_), n_after = big(after.n_);
  const double own_before = rounded(
      products(x_before, n_before, x_before, n_before, before.xx_, before.xn_, before.xn_, before.nn_));
  const double own_after =
      rounded(products(x_after, n_after, x_after, n_after, after.xx_, after.xn_, after.xn_, after.nn_));
  const double scale = std::sqrt(own_before) * std::sqrt(own_after);
  if (!(scale > 0.0)) return std::nullopt;
  const double across = rounded(products(x_before, n_before, x_after, n_after, xx_, xn_, nx_, nn_));
  return std::clamp(across / scale, -1.0, 1.0);
}

void SquaredTimes::merge(const SquaredTimes& other) {
  sum_.merge(other.sum_);
  squares_.merge(other.squares_);
}

double SquaredTimes::squared_deviations(std::uint64_t count) const {
  if (count == 0) return 0;
  const Big sum = big(sum_);
  return rounded(count * big(squares_) - sum * sum) / static_cast<double>(count);
}

}  // namespace lastseen::experiments
