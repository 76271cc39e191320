// The stranger's, of the same name as one of ours.
#pragma once

#include <cstddef>

namespace stranger {

struct Registry {
  std::size_t delivered_before = 0;
  std::size_t delivered_after = 0;
};

}  // namespace stranger
