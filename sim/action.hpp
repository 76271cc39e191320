// What an event does: a small callable kept in place, so that scheduling allocates nothing.
#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace lastseen::sim {

/// Holds one callable of at most `capacity` bytes that can be copied as bytes (captures: references, ids, numbers).
class Action {
 public:
  static constexpr std::size_t capacity = 48;

  template <class F>
  void set(F&& callable) {
    using Callable = std::remove_cvref_t<F>;
    static_assert(std::is_invocable_v<Callable&>, "an event is a callable without arguments");
    static_assert(sizeof(Callable) <= capacity, "capture less: an event keeps its action in place");
    static_assert(alignof(Callable) <= alignof(void*));
    static_assert(std::is_trivially_copyable_v<Callable> && std::is_trivially_destructible_v<Callable>,
                  "capture references and numbers, not objects that own something");
    ::new (static_cast<void*>(storage_)) Callable(std::forward<F>(callable));
    invoke_ = &call<Callable>;
  }

  void clear() { invoke_ = nullptr; }
  bool is_set() const { return invoke_ != nullptr; }

  /// Calls what was set.
  void operator()() { invoke_(storage_); }

  /// The first pointer-sized word of the captures: mostly the object that the action is going to work on.
  void* first_word() const {
    void* word = nullptr;
    __builtin_memcpy(&word, storage_, sizeof word);
    return word;
  }

 private:
  template <class Callable>
  static void call(void* storage) {
    (*std::launder(static_cast<Callable*>(storage)))();
  }

  alignas(void*) std::byte storage_[capacity] = {};
  void (*invoke_)(void*) = nullptr;
};

}  // namespace lastseen::sim
