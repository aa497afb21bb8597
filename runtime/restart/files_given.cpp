// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors that the command stream of the new process has opened, and the
// numbers that the saved program knows them by.
#include "runtime/restart/files.h"

namespace ckpt::restart {

namespace {

Span<Inherited> all() { return {state.inherited, state.inherited_count}; }

const image::VirtualNumber *find_number(const image::View &view, int number) {
  const image::VirtualNumber *found =
      first_not(view.virtual_numbers, [&](const image::VirtualNumber &n) {
        return n.number < number;
      });
  bool open = found != view.virtual_numbers.end() &&
              found->number == number &&
              image::find_descriptor(view.descriptors, found->real);
  return open ? found : nullptr;
}

// A number that no saved descriptor has.
bool set_beside(const image::View &view, Inherited &entry, Reason &why) {
  for (int from = 3;;) {
    SysResult copy =
        sys::fcntl(entry.number, F_DUPFD, static_cast<u64>(from));
    if (!copy.ok()) {
      why.set("no descriptor is left for the stream's descriptor ",
              entry.number, "; raise the limit of open files (ulimit -n)");
      return false;
    }
    if (!image::find_descriptor(view.descriptors, copy.fd())) {
      SysResult flags = sys::fcntl(entry.number, F_GETFD);
      sys::fcntl(copy.fd(), F_SETFD, static_cast<u64>(flags.value())).ignore();
      entry.real = copy.fd();
      return true;
    }
    sys::close(copy.fd()).ignore();
    from = copy.fd() + 1;
  }
}

} // namespace

bool settle_given(const image::View &view, Reason &why) {
  if (view.virtual_numbers.empty()) // then each number is the kernel's
    return true;
  for (Inherited &entry : all()) {
    if (!entry.by_stream)
      continue;
    const image::VirtualNumber *saved = find_number(view, entry.number);
    if (saved)
      entry.real = saved->real;
    else if (!set_beside(view, entry, why))
      return false;
  }
  return true;
}

int given_for(int number) {
  for (const Inherited &entry : all())
    if (entry.by_stream && entry.real == number)
      return entry.number;
  return -1;
}

bool given_by_stream(int number) {
  for (const Inherited &entry : all())
    if (entry.by_stream && entry.number == number)
      return true;
  return false;
}

} // namespace ckpt::restart
