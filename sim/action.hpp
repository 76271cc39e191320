// What an event does: a small callable kept in place, so that scheduling allocates nothing.
#pragma once

#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>
#include <utility>

namespace lastseen::sim {

/// A callable of at most `capacity` bytes that can be copied as bytes (captures: references, ids, numbers).
class Action {
 public:
  static constexpr std::size_t capacity = 48;

  Action() = default;

  template <class F>
    requires(!std::is_same_v<std::remove_cvref_t<F>, Action> && std::is_invocable_v<F&>)
  Action(
      F&& callable) {  // NOLINT(google-explicit-constructor): a lambda is written where an Action is wanted
    using Callable = std::remove_cvref_t<F>;
    static_assert(sizeof(Callable) <= capacity, "capture less: an event keeps its action in place");
    static_assert(alignof(Callable) <= alignof(std::max_align_t));
    static_assert(std::is_trivially_copyable_v<Callable> && std::is_trivially_destructible_v<Callable>,
                  "capture references and numbers, not objects that own something");
    ::new (static_cast<void*>(storage_)) Callable(std::forward<F>(callable));
    invoke_ = [](void* storage) { (*std::launder(static_cast<Callable*>(storage)))(); };
  }

  void operator()() { invoke_(storage_); }

 private:
  alignas(std::max_align_t) std::byte storage_[capacity];
  void (*invoke_)(void*) = nullptr;
};

}  // namespace lastseen::sim
