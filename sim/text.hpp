// Text that people wrote and messages about it: split, trimmed, quoted, and what they may have meant.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastseen::sim {

/// " (did you mean `X`?)" for the nearest of the candidates, when one is near; else empty. Near is a Levenshtein distance of
/// at most 2, or a third of the length, and never more than half of it; upper and lower case are the same. Of a dotted
/// candidate, the part after the last dot alone may be near.
std::string suggestion(std::string_view given, const std::vector<std::string>& candidates);

/// The text with control characters (C0, DEL and C1) written as \xNN, so that it cannot drive a terminal.
std::string printable(std::string_view text);

/// Whether the text has control characters besides line ends and tabs.
bool has_control_characters(std::string_view text);

/// The text, shortened to about 60 bytes and printable, fit to be quoted in a message.
std::string quote(std::string_view text);

/// 10000000 -> "10,000,000".
std::string grouped(std::uint64_t number);

/// "1 arm", "2 arms", "1,000 arms": the number with its noun, which takes an s in the plural.
std::string counted(std::uint64_t number, std::string_view noun);

/// "a, b, c".
std::string joined(const std::vector<std::string>& words, std::string_view separator = ", ");

/// Without the white space (blanks, tabs, line ends) at both ends.
std::string_view trimmed(std::string_view text);

/// "10s, uniform(1s, 2s)" -> {"10s", "uniform(1s, 2s)"}: a comma in brackets belongs to its item; items are trimmed, an
/// empty text has one empty item.
std::vector<std::string> split_list(std::string_view text);

}  // namespace lastseen::sim
