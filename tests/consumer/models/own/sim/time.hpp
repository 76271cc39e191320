// The stranger's, of the same name as one of ours.
#pragma once

namespace stranger {

inline constexpr auto session_length = "15min";

}  // namespace stranger
