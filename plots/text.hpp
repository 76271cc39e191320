// Internal: text on its way into HTML, JSON-in-HTML and SVG: escaping, since scenario files come from strangers;
// numbers in an axis's unit; and how wide a text will be, for drawings that must place it without a browser's help.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <lastseen/plots/axis.hpp>
#include <lastseen/plots/tone.hpp>

namespace lastseen::plots {

/// `text` as HTML text or attribute value. Bytes that are no UTF-8, control characters and the invisible characters
/// that reorder text become U+FFFD, so that what is read is what is copied.
std::string escape_html(std::string_view text);

/// `json` so that it cannot end the <script> element that it stands in, nor begin a comment there.
std::string escape_json_for_script(std::string_view json);

/// A value for people: 0.0563 is "5.63 %", 12.5 s is "12.5 s".
std::string format_value(double value, Unit unit);

/// "5.2 % to 6.0 %"; empty unless both ends are there.
std::string format_interval(std::optional<double> low, std::optional<double> high, Unit unit);

/// Width in pixels at 1 px of font size, on the safe side for the usual sans-serif fonts.
double estimate_width(std::string_view text);

/// `text` in lines that are at most `width` wide (same unit as estimate_width) where words allow; a word that is wider
/// is broken. At least one line.
std::vector<std::string> wrap(std::string_view text, double width);

/// The class that the page's style sheet knows a tone by: "good", "bad", "warning"; empty for neutral.
std::string_view tone_class(Tone tone);

}  // namespace lastseen::plots
