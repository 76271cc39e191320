// See elementary.hpp. Contraction must be off: a fused multiply-add changes the bits.
//
// logarithm, exponential and power take the nearest entry of a table and correct it by a few terms of the
// Taylor series, whose terms are added in pairs because a processor does those at the same time. Whatever is
// subtracted from a number close to it is exact, and so are the products that need it; the splits of the
// tables see to that.
#include <lastseen/sim/elementary.hpp>

#include <array>
#include <bit>
#include <cmath>  // sqrt, trunc, isnan only: exact or correctly rounded everywhere
#include <cstddef>
#include <cstdint>
#include <limits>

#include <lastseen/sim/elementary_tables.hpp>

namespace lastseen::sim {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

constexpr std::uint64_t infinity_bits = 0x7ff0'0000'0000'0000;
constexpr std::uint64_t smallest_normal_bits = 0x0010'0000'0000'0000;
constexpr int mantissa_bits = 52;

std::uint64_t bits_of(double x) { return std::bit_cast<std::uint64_t>(x); }

/// c[0] + c[1] x + c[2] x^2 + ..., in pairs, then pairs of pairs (G. Estrin, 1960). Inlined always: a quarter
/// of a normal quantile's time goes into calls and loading coefficients otherwise.
template <std::size_t N>
[[gnu::always_inline]] inline double polynomial(double x, const std::array<double, N>& c) {
  if constexpr (N == 1) {
    return c[0];
  } else {
    std::array<double, (N + 1) / 2> pairs{};
    for (std::size_t i = 0; i < N / 2; ++i) pairs[i] = c[2 * i] + x * c[2 * i + 1];
    if constexpr (N % 2 == 1) pairs[N / 2] = c[N - 1];
    return polynomial(x * x, pairs);
  }
}

/// 2^exponent for -1022 <= exponent <= 1023.
double power_of_two(int exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << mantissa_bits);
}

/// x * 2^exponent for -1100 < exponent <= 1024 and x in 0.5..2; one rounding, also into the subnormals.
double scaled(double x, int exponent) {
  if (exponent > 1023) return x * power_of_two(1023) * 2.0;
  if (exponent >= -1021) return x * power_of_two(exponent);
  return x * power_of_two(exponent + 200) * power_of_two(-200);
}

/// x = 2^k z, with the entry of the table for z.
struct Reduced {
  double k;
  double z;
  const tables::LogarithmEntry& entry;
};

/// For the bits of a positive x; those of a subnormal one with the exponent that it would have.
Reduced reduced(std::uint64_t bits) {
  const std::uint64_t offset = bits - tables::first_z;
  const std::uint64_t exponent_part = offset & 0xfff0'0000'0000'0000;
  return {static_cast<double>(static_cast<std::int64_t>(offset) >> mantissa_bits),
          std::bit_cast<double>(bits - exponent_part),
          tables::logarithm_table[(offset / tables::from_c_to_c) % tables::intervals]};
}

bool is_normal_and_positive(std::uint64_t bits) {
  return bits - smallest_normal_bits < infinity_bits - smallest_normal_bits;
}

std::uint64_t normalised_bits(double subnormal) {
  return bits_of(subnormal * 0x1p52) - (std::uint64_t{52} << mantissa_bits);
}

/// ln(x) = high + low for finite x > 0, to about 66 bits.
tables::DoubleDouble logarithm_in_parts(double x) {
  const std::uint64_t bits = bits_of(x);
  const auto [k, z, entry] = reduced(is_normal_and_positive(bits) ? bits : normalised_bits(x));
  const double distance = z - entry.c;
  const double r = distance * entry.inverse_c;
  const double r_high = tables::upper_half(r);
  const double r_low = (distance - r_high * entry.c) * entry.inverse_c;
  const tables::DoubleDouble first = tables::quick_sum(k * tables::ln2_parts.high + entry.ln_c_high, r_high);
  const tables::DoubleDouble second = tables::quick_sum(first.high, -0.5 * r_high * r_high);
  static constexpr std::array series{1.0 / 3, -1.0 / 4, 1.0 / 5, -1.0 / 6, 1.0 / 7, -1.0 / 8};
  const double tail = r * r * r * polynomial(r, series) - 0.5 * r_low * (r_high + r);
  const double low = k * tables::ln2_parts.low + entry.ln_c_low + first.low + second.low + r_low + tail;
  return tables::quick_sum(second.high, low);
}

/// e^(x + tail) for -746 < x < 710 and a tail that is small beside ln(2) / 256.
double exponential_of_parts(double x, double tail) {
  constexpr double round_to_integer =
      0x1.8p52;  // added and taken away again; the integer is in the lower bits
  const double shifted = x * (tables::intervals / tables::ln2.high) + round_to_integer;
  const double k = shifted - round_to_integer;
  const std::uint64_t k_bits = bits_of(shifted);
  const auto& entry = tables::exponential_table[k_bits % tables::intervals];
  const double r = x - k * tables::step.high - k * tables::step.low + tail;
  const double r2 = r * r;
  const double rest =
      (entry.lost + r) + r2 * (1.0 / 2 + r * (1.0 / 6)) + r2 * r2 * (1.0 / 24 + r * (1.0 / 120));
  if (x > -708.0 && x < 709.0) [[likely]] {
    const double scale = std::bit_cast<double>(entry.bits + (k_bits / tables::intervals << mantissa_bits));
    return scale + scale * rest;
  }
  const double base = std::bit_cast<double>(entry.bits);
  return scaled(base + base * rest, static_cast<int>(k) >> tables::interval_bits);
}

}  // namespace

double logarithm(double x) {
  std::uint64_t bits = bits_of(x);
  if (!is_normal_and_positive(bits)) [[unlikely]] {
    if (!(x > 0.0)) return x == 0.0 ? -infinity : not_a_number;
    if (x == infinity) return infinity;
    bits = normalised_bits(x);
  }
  const auto [k, z, entry] = reduced(bits);
  const double r = (z - entry.c) * entry.inverse_c;
  static constexpr std::array series{-1.0 / 2, 1.0 / 3, -1.0 / 4, 1.0 / 5, -1.0 / 6, 1.0 / 7};
  const tables::DoubleDouble sum = tables::quick_sum(k * tables::ln2_parts.high + entry.ln_c_high, r);
  const double low = sum.low + (k * tables::ln2_parts.low + entry.ln_c_low) + r * r * polynomial(r, series);
  return low + sum.high;
}

double logarithm_1p(double x) {
  if (!(x > -1.0)) return x == -1.0 ? -infinity : not_a_number;
  const double u = 1.0 + x;
  if (u == 1.0) return x;
  if (u == infinity) return infinity;
  const double lost = x < 1.0 ? x - (u - 1.0) : 1.0 - (u - x);  // exactly what rounding took from 1 + x
  if (lost == 0.0) return logarithm(u);  // as in every draw of Chance: u and 1 - u are exact
  return logarithm(u) + lost / u;
}

double exponential(double x) {
  if (std::isnan(x)) return x;
  if (x > 710.0) return infinity;
  if (x < -746.0) return 0.0;
  return exponential_of_parts(x, -0.0);  // x + -0.0 is x: the compiler leaves the tail away
}

double exponential_minus_1(double x) {
  const double w = exponential(x);
  if (w == 1.0) return x;
  if (w == infinity || w - 1.0 == -1.0) return w - 1.0;
  return (w - 1.0) * (x / logarithm(w));  // in this order, for (w - 1) x may overflow
}

double power(double x, double y) {
  if (std::isnan(x) || std::isnan(y) || x < 0.0) return not_a_number;
  if (y == 0.0 || x == 1.0) return 1.0;
  if (x == 0.0 || x == infinity) return (x == 0.0) == (y > 0.0) ? 0.0 : infinity;

  const tables::DoubleDouble ln = logarithm_in_parts(x);
  const double rough = y * ln.high;
  if (rough > 710.0) return infinity;
  if (rough < -746.0) return 0.0;
  const double y_high = tables::upper_half(y);
  const double ln_high = tables::upper_half(ln.high);
  return exponential_of_parts(y_high * ln_high, (y - y_high) * ln_high + y * ((ln.high - ln_high) + ln.low));
}

double normal_quantile(double u) {
  if (!(u > 0.0 && u < 1.0)) return u == 0.0 ? -infinity : (u == 1.0 ? infinity : not_a_number);
  const double q = u - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    static constexpr std::array<double, 8> a{3.3871328727963666080e+0, 1.3314166789178437745e+2,
                                             1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                             4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                             3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static constexpr std::array<double, 8> b{1.0,
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
    static constexpr std::array<double, 8> c{1.42343711074968357734e+0, 4.63033784615654529590e+0,
                                             5.76949722146069140550e+0, 3.64784832476320460504e+0,
                                             1.27045825245236838258e+0, 2.41780725177450611770e-1,
                                             2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr std::array<double, 8> d{1.0,
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
    static constexpr std::array<double, 8> e{6.65790464350110377720e+0, 5.46378491116411436990e+0,
                                             1.78482653991729133580e+0, 2.96560571828504891230e-1,
                                             2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                             2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr std::array<double, 8> f{1.0,
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
    static constexpr std::array<double, 5> a{1.8154981253343561249e+4, 1.0676894854603709582e+3,
                                             1.6102823106855587881e+2, 2.2352520354606839287e+0,
                                             6.5682337918207449113e-2};
    static constexpr std::array<double, 5> b{4.5507789335026729956e+4, 1.0260932208618978205e+4,
                                             9.7609855173777669322e+2, 4.7202581904688241870e+1, 1.0};
    const double x2 = x * x;
    return 0.5 + x * polynomial(x2, a) / polynomial(x2, b);
  }
  if (y > 40.0) return x < 0.0 ? 0.0 : 1.0;
  double ratio = 0.0;  // of the upper tail at y to e^(-y^2/2)
  if (y <= 5.65685424949238019521) {
    static constexpr std::array<double, 9> c{
        9.8427148383839780218e+3, 1.1602651437647350124e+4, 6.8481904505362823326e+3,
        2.4945375852903726711e+3, 5.9727027639480026226e+2, 9.3506656132177855979e+1,
        8.8831497943883759412e+0, 3.9894151208813466764e-1, 1.0765576773720192317e-8};
    static constexpr std::array<double, 9> d{
        1.9685429676859990727e+4, 3.8912003286093271411e+4, 3.4900952721145977266e+4,
        1.8615571640885098091e+4, 6.4855582982667607550e+3, 1.5193775994075548050e+3,
        2.3538790178262499861e+2, 2.2266688044328115691e+1, 1.0};
    ratio = polynomial(y, c) / polynomial(y, d);
  } else {
    static constexpr std::array<double, 6> p{2.9112874951168792e-5, 1.421619193227893466e-3,
                                             2.2235277870649807e-2, 1.274011611602473639e-1,
                                             2.1589853405795699e-1, 2.307344176494017303e-2};
    static constexpr std::array<double, 6> q{7.29751555083966205e-5, 3.78239633202758244e-3,
                                             6.59881378689285515e-2, 4.68238212480865118e-1,
                                             1.28426009614491121e+0, 1.0};
    constexpr double one_over_sqrt_2pi = 3.9894228040143267794e-1;
    const double s = 1.0 / (y * y);
    ratio = (one_over_sqrt_2pi - s * polynomial(s, p) / polynomial(s, q)) / y;
  }
  const double coarse = std::trunc(y * 16.0) / 16.0;  // its square is exact, so the exponent loses nothing
  const double fine = (y - coarse) * (y + coarse);
  const double tail = exponential(-coarse * coarse * 0.5) * exponential(-fine * 0.5) * ratio;
  return x < 0.0 ? tail : 1.0 - tail;
}

}  // namespace lastseen::sim
