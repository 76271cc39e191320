// See elementary.hpp. Contraction must be off: a fused multiply-add changes the bits.
//
// The argument reductions and minimax coefficients of logarithm, exponential and power are those of fdlibm:
//   Copyright (C) 1993, 2004 by Sun Microsystems, Inc. All rights reserved. Permission to use, copy, modify,
//   and distribute this software is freely granted, provided that this notice is preserved.
#include "sim/elementary.hpp"

#include <array>
#include <bit>
#include <cmath>  // sqrt, trunc, isnan only: exact or correctly rounded everywhere
#include <cstddef>
#include <cstdint>
#include <limits>

namespace lastseen::sim {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest_normal = std::numeric_limits<double>::min();

constexpr double ln2_high = 6.93147180369123816490e-01;  // 32 bits: exact when multiplied by an exponent
constexpr double ln2_low = 1.90821492927058770002e-10;

std::uint64_t bits_of(double x) { return std::bit_cast<std::uint64_t>(x); }
std::uint32_t high_word(double x) { return static_cast<std::uint32_t>(bits_of(x) >> 32); }
double from_high_word(std::uint32_t high) { return std::bit_cast<double>(std::uint64_t{high} << 32); }
double with_high_word(double x, std::uint32_t high) {
  return std::bit_cast<double>((std::uint64_t{high} << 32) | (bits_of(x) & 0xffff'ffff));
}
/// x cut to its upper 21 bits, so that products with another such number are exact.
double upper_half(double x) { return std::bit_cast<double>(bits_of(x) & 0xffff'ffff'0000'0000); }

/// 2^exponent for -1022 <= exponent <= 1023.
double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

/// x * 2^exponent for -1100 < exponent <= 1024 and x in 0.7..1.5; one rounding, also into the subnormals.
double scaled(double x, int exponent) {
  if (exponent > 1023) return x * power_of_two(1023) * 2.0;
  if (exponent >= -1021) return x * power_of_two(exponent);
  return x * power_of_two(exponent + 200) * power_of_two(-200);
}

/// c[0] + c[1] x + c[2] x^2 + ...
template <std::size_t N>
constexpr double polynomial(double x, const std::array<double, N>& c) {
  double sum = c[N - 1];
  for (std::size_t i = N - 1; i-- > 0;) sum = sum * x + c[i];
  return sum;
}

/// c with e^r = 1 + r + r c / (2 - c), for |r| <= ln(2) / 2.
double exponential_remainder(double r) {
  constexpr std::array<double, 5> p{1.66666666666666019037e-01, -2.77777777770155933842e-03,
                                    6.61375632143793436117e-05, -1.65339022054652515390e-06,
                                    4.13813679705723846039e-08};
  const double r2 = r * r;
  return r - r2 * polynomial(r2, p);
}

/// A number in two parts: high has 21 bits, so that products with another such number are exact.
struct Parts {
  double high;
  double low;
};

/// log2(x) for finite x > 0, to about 70 bits.
Parts log2_in_parts(double x) {
  // x = 2^n m, and s = (m - b) / (m + b) with b = 1 or 1.5
  int n = 0;
  if (x < smallest_normal) {
    x *= power_of_two(53);
    n = -53;
  }
  std::uint32_t high = high_word(x);
  n += static_cast<int>(high >> 20) - 1023;
  const std::uint32_t fraction = high & 0xfffff;
  high = fraction | 0x3ff00000;
  std::uint32_t k = 0;
  if (fraction > 0x3988e && fraction < 0xbb67a) k = 1;  // sqrt(3/2) < m < sqrt(3)
  if (fraction >= 0xbb67a) {
    ++n;
    high -= 0x100000;
  }
  const double m = with_high_word(x, high);
  const double b = k == 0 ? 1.0 : 1.5;
  const double log2_b_high = k == 0 ? 0.0 : 5.84962487220764160156e-01;
  const double log2_b_low = k == 0 ? 0.0 : 1.35003920212974897128e-08;

  const double numerator = m - b;
  const double inverse = 1.0 / (m + b);
  const double s = numerator * inverse;
  const double s_high = upper_half(s);
  const double sum_high = from_high_word(((high >> 1) | 0x20000000) + 0x00080000 + (k << 18));
  const double sum_low = m - (sum_high - b);
  const double s_low = inverse * ((numerator - s_high * sum_high) - s_high * sum_low);

  constexpr std::array<double, 6> l{5.99999999999994648725e-01, 4.28571428578550184252e-01,
                                    3.33333329818377432918e-01, 2.72728123808534006489e-01,
                                    2.30660745775561754067e-01, 2.06975017800338417784e-01};
  const double s2 = s * s;
  const double r = s2 * s2 * polynomial(s2, l) + s_low * (s_high + s);
  const double square = s_high * s_high;
  const double series_high = upper_half(3.0 + square + r);
  const double series_low = r - ((series_high - 3.0) - square);
  const double product = s_high * series_high;
  const double product_rest = s_low * series_high + series_low * s;
  const double p_high = upper_half(product + product_rest);
  const double p_low = product_rest - (p_high - product);
  constexpr double c = 9.61796693925975554329e-01;  // 2 / (3 ln 2), and the same in two parts
  constexpr double c_high = 9.61796700954437255859e-01;
  constexpr double c_low = -7.02846165095275826516e-09;
  const double z_high = c_high * p_high;
  const double z_low = c_low * p_high + p_low * c + log2_b_low;
  const double result = upper_half(((z_high + z_low) + log2_b_high) + n);
  const double rest = z_low - (((result - n) - log2_b_high) - z_high);
  return {result, rest};
}

}  // namespace

double logarithm(double x) {
  if (!(x > 0.0)) return x == 0.0 ? -infinity : not_a_number;
  if (x == infinity) return infinity;
  int exponent = 0;
  if (x < smallest_normal) {
    x *= power_of_two(54);
    exponent = -54;
  }
  // x = 2^exponent (1 + f) with sqrt(2)/2 < 1 + f < sqrt(2)
  const std::uint32_t high = high_word(x) & 0xfffff;
  const std::uint32_t carry = (high + 0x95f64) & 0x100000;
  exponent += static_cast<int>(high_word(x) >> 20) - 1023 + static_cast<int>(carry >> 20);
  const double f = with_high_word(x, high | (carry ^ 0x3ff00000)) - 1.0;

  constexpr std::array<double, 7> lg{
      6.666666666666735130e-01, 3.999999999940941908e-01, 2.857142874366239149e-01, 2.222219843214978396e-01,
      1.818357216161805012e-01, 1.531383769920937332e-01, 1.479819860511658591e-01};
  const double s = f / (2.0 + f);
  const double s2 = s * s;
  const double r = s2 * polynomial(s2, lg);
  const double half_square = 0.5 * f * f;
  const double k = exponent;
  return k * ln2_high - ((half_square - (s * (half_square + r) + k * ln2_low)) - f);
}

double logarithm_1p(double x) {
  if (!(x > -1.0)) return x == -1.0 ? -infinity : not_a_number;
  const double u = 1.0 + x;
  if (u == 1.0) return x;
  if (u == infinity) return infinity;
  const double lost = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);  // exactly what rounding took from 1 + x
  return logarithm(u) + lost / u;
}

double exponential(double x) {
  if (std::isnan(x)) return x;
  if (x > 7.09782712893383973096e+02) return infinity;
  if (x < -7.45133219101941108420e+02) return 0.0;
  constexpr double one_over_ln2 = 1.44269504088896338700e+00;
  const int k = static_cast<int>(x * one_over_ln2 + (x < 0.0 ? -0.5 : 0.5));
  const double r_high = x - k * ln2_high;
  const double r_low = k * ln2_low;
  const double r = r_high - r_low;
  const double c = exponential_remainder(r);
  const double y = 1.0 - ((r_low - (r * c) / (2.0 - c)) - r_high);
  return scaled(y, k);
}

double exponential_minus_1(double x) {
  const double w = exponential(x);
  if (w == 1.0) return x;
  if (w == infinity || w - 1.0 == -1.0) return w - 1.0;
  return (w - 1.0) * x / logarithm(w);
}

double power(double x, double y) {
  if (std::isnan(x) || std::isnan(y) || x < 0.0) return not_a_number;
  if (y == 0.0 || x == 1.0) return 1.0;
  if (x == 0.0 || x == infinity) return (x == 0.0) == (y > 0.0) ? 0.0 : infinity;

  const Parts log2 = log2_in_parts(x);
  // w_high + w_low = y log2(x), then 2 to that
  const double rough = y * log2.high;
  if (rough > 1100.0) return infinity;
  if (rough < -1100.0) return 0.0;
  const double y_high = upper_half(y);
  const double w_low = (y - y_high) * log2.high + y * log2.low;
  double w_high = y_high * log2.high;
  const double w = w_low + w_high;
  if (w > 1024.0) return infinity;  // scaled() overflows and underflows by itself at the edges
  if (w < -1080.0) return 0.0;
  const int exponent = static_cast<int>(w + (w < 0.0 ? -0.5 : 0.5));
  w_high -= exponent;
  const double v = upper_half(w_low + w_high);
  const double e_high = v * 6.93147182464599609375e-01;  // ln 2 in two parts
  const double e_low = (w_low - (v - w_high)) * 6.93147180559945286227e-01 + v * -1.90465429995776804525e-09;
  const double e = e_high + e_low;
  const double e_rest = e_low - (e - e_high);
  const double remainder = exponential_remainder(e);
  const double correction = (e * remainder) / (remainder - 2.0) - (e_rest + e * e_rest);
  return scaled(1.0 - (correction - e), exponent);
}

double normal_quantile(double u) {
  if (!(u > 0.0 && u < 1.0)) return u == 0.0 ? -infinity : (u == 1.0 ? infinity : not_a_number);
  const double q = u - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    constexpr std::array<double, 8> a{3.3871328727963666080e+0, 1.3314166789178437745e+2,
                                      1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                      4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                      3.3430575583588128105e+4, 2.5090809287301226727e+3};
    constexpr std::array<double, 8> b{1.0,
                                      4.2313330701600911252e+1,
                                      6.8718700749205790830e+2,
                                      5.3941960214247511077e+3,
                                      2.1213794301586595867e+4,
                                      3.9307895800092710610e+4,
                                      2.8729085735721942674e+4,
                                      5.2264952788528545610e+3};
    const double r = 0.180625 - q * q;
    return q * polynomial(r, a) / polynomial(r, b);
  }
  double r = std::sqrt(-logarithm(q < 0.0 ? u : 1.0 - u));
  double z = 0.0;
  if (r <= 5.0) {
    constexpr std::array<double, 8> c{1.42343711074968357734e+0, 4.63033784615654529590e+0,
                                      5.76949722146069140550e+0, 3.64784832476320460504e+0,
                                      1.27045825245236838258e+0, 2.41780725177450611770e-1,
                                      2.27238449892691845833e-2, 7.74545014278341407640e-4};
    constexpr std::array<double, 8> d{1.0,
                                      2.05319162663775882187e+0,
                                      1.67638483018380384940e+0,
                                      6.89767334985100004550e-1,
                                      1.48103976427480074590e-1,
                                      1.51986665636164571966e-2,
                                      5.47593808499534494600e-4,
                                      1.05075007164441684324e-9};
    r -= 1.6;
    z = polynomial(r, c) / polynomial(r, d);
  } else {
    constexpr std::array<double, 8> e{6.65790464350110377720e+0, 5.46378491116411436990e+0,
                                      1.78482653991729133580e+0, 2.96560571828504891230e-1,
                                      2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                      2.71155556874348757815e-5, 2.01033439929228813265e-7};
    constexpr std::array<double, 8> f{1.0,
                                      5.99832206555887937690e-1,
                                      1.36929880922735805310e-1,
                                      1.48753612908506148525e-2,
                                      7.86869131145613259100e-4,
                                      1.84631831751005468180e-5,
                                      1.42151175831644588870e-7,
                                      2.04426310338993978564e-15};
    r -= 5.0;
    z = polynomial(r, e) / polynomial(r, f);
  }
  return q < 0.0 ? -z : z;
}

double normal_cdf(double x) {
  if (std::isnan(x)) return x;
  const double y = x < 0.0 ? -x : x;
  if (y <= 0.67448975) {
    constexpr std::array<double, 5> a{1.8154981253343561249e+4, 1.0676894854603709582e+3,
                                      1.6102823106855587881e+2, 2.2352520354606839287e+0,
                                      6.5682337918207449113e-2};
    constexpr std::array<double, 5> b{4.5507789335026729956e+4, 1.0260932208618978205e+4,
                                      9.7609855173777669322e+2, 4.7202581904688241870e+1, 1.0};
    const double x2 = x * x;
    return 0.5 + x * polynomial(x2, a) / polynomial(x2, b);
  }
  if (y > 40.0) return x < 0.0 ? 0.0 : 1.0;
  double ratio = 0.0;  // of the upper tail at y to e^(-y^2/2)
  if (y <= 5.65685424949238019521) {
    constexpr std::array<double, 9> c{
        9.8427148383839780218e+3, 1.1602651437647350124e+4, 6.8481904505362823326e+3,
        2.4945375852903726711e+3, 5.9727027639480026226e+2, 9.3506656132177855979e+1,
        8.8831497943883759412e+0, 3.9894151208813466764e-1, 1.0765576773720192317e-8};
    constexpr std::array<double, 9> d{
        1.9685429676859990727e+4, 3.8912003286093271411e+4, 3.4900952721145977266e+4,
        1.8615571640885098091e+4, 6.4855582982667607550e+3, 1.5193775994075548050e+3,
        2.3538790178262499861e+2, 2.2266688044328115691e+1, 1.0};
    ratio = polynomial(y, c) / polynomial(y, d);
  } else {
    constexpr std::array<double, 6> p{2.9112874951168792e-5, 1.421619193227893466e-3,
                                      2.2235277870649807e-2, 1.274011611602473639e-1,
                                      2.1589853405795699e-1, 2.307344176494017303e-2};
    constexpr std::array<double, 6> q{7.29751555083966205e-5, 3.78239633202758244e-3, 6.59881378689285515e-2,
                                      4.68238212480865118e-1, 1.28426009614491121e+0, 1.0};
    constexpr double one_over_sqrt_2pi = 3.9894228040143267794e-1;
    const double s = 1.0 / (y * y);
    ratio = (one_over_sqrt_2pi - s * polynomial(s, p) / polynomial(s, q)) / y;
  }
  const double coarse = std::trunc(y * 16.0) / 16.0;  // its square is exact, so the exponent loses nothing
  const double fine = (y - coarse) * (y + coarse);
  const double tail = exponential(-coarse * coarse * 0.5) * exponential(-fine * 0.5) * ratio;
  return x < 0.0 ? tail : 1.0 - tail;
}

double gamma_function(double x) {
  constexpr std::array<double, 8> g{676.5203681218851,     -1259.1392167224028,  771.32342877765313,
                                    -176.61502916214059,   12.507343278686905,   -0.13857109526572012,
                                    9.9843695780195716e-6, 1.5056327351493116e-7};
  const double a = x - 1.0;
  double sum = 0.99999999999980993;
  for (std::size_t i = 0; i < g.size(); ++i) sum += g[i] / (a + static_cast<double>(i + 1));
  const double t = a + 7.5;
  const double root =
      power(t, (a + 0.5) / 2.0);  // in two factors, for t^(a + 0.5) overflows before Gamma does
  return 2.5066282746310005024 * root * exponential(-t) * root * sum;
}

double gamma_p(double a, double x) {
  if (!(x > 0.0)) return 0.0;
  if (x > 1500.0) return 1.0;  // to double precision, for every a that has a gamma_function
  const double root = power(x, 0.5 * a) * exponential(-0.5 * x);  // its square would overflow on the way
  const double front = root / gamma_function(a) * root;
  if (x < a + 1.0) {
    double term = 1.0 / a;
    double sum = term;
    for (int n = 1; n < 2000 && term > sum * 1e-17; ++n) {
      term *= x / (a + n);
      sum += term;
    }
    return front * sum;
  }
  double b = x + 1.0 - a;
  double c = 1e300;
  double d = 1.0 / b;
  double fraction = d;
  for (int n = 1; n < 2000; ++n) {
    const double an = -n * (n - a);
    b += 2.0;
    d = 1.0 / (an * d + b);
    c = b + an / c;
    fraction *= d * c;
    if (d * c - 1.0 < 1e-16 && 1.0 - d * c < 1e-16) break;
  }
  return 1.0 - front * fraction;
}

}  // namespace lastseen::sim
