// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Names among a call's arguments: those in /proc and /dev that have a number of
// a descriptor in them, and URLs.
#include "runtime/ckpt/state.h"
#include "runtime/syscall/dispatch.h"
#include "runtime/syscall/fd_names.h"

namespace ckpt::syscall {

namespace {

constexpr size_t kShortName = 96;
constexpr size_t kRoomForNumber = 32;
constexpr char kDescriptors[] = "/proc/self/fd/";

// Found, and not to be had: there is no memory for it.
constinit const UrlName no_room = {};

char *put(char *at, StringView text) {
  memcpy(at, text.data, text.size);
  return at + text.size;
}

void put_name(CallFrame &f, int argument, StringView front, i32 number,
              StringView rest) {
  Text<16> real(real_or_none(number));
  size_t size = front.size + rest.size + kRoomForNumber;
  char *room = static_cast<char *>(scratch(f, size));
  if (!room)
    return;
  *put(put(put(room, front), real.view()), rest) = 0;
  f.call[argument] = reinterpret_cast<u64>(room);
}

// Where a name of a call begins that does not begin with '/'.
struct Place {
  i32 directory; // AT_FDCWD: the working directory
  bool listing;
};

FdName parse_under_proc(StringView text, i32 directory) {
  constexpr size_t kMostUnderProc = 64;
  char path[kMostUnderProc];
  Text<32> link("/proc/thread-self/cwd");
  if (directory != AT_FDCWD)
    link.set("/proc/thread-self/fd/", real_or_none(directory));
  SysResult size = sys::readlink(link.c_str(), path, sizeof path);
  if (!size.ok() || size.value() == sizeof path)
    return {};
  StringView from(path, static_cast<size_t>(size.value()));
  return parse_fd_name_in(from, text, sys::getpid());
}

FdName parse_name(StringView text, const Place &place) {
  if (text[0] == '/')
    return parse_fd_name(text, sys::getpid());
  return place.listing ? parse_fd_entry(text)
                       : parse_under_proc(text, place.directory);
}

// The link that a name in /dev is, and not what it leads to.
bool is_about_link(const CallFrame &f) {
  constexpr u64 kNoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
  switch (f.own_number) {
  case __NR_readlink:
  case __NR_readlinkat:
  case __NR_lstat:
    return true;
  case __NR_newfstatat:
    return f.own[3] & kNoFollow;
  case __NR_statx:
    return f.own[2] & kNoFollow;
  }
  return false;
}

void replace_number(CallFrame &f, int argument, const Place &place, StringView text) {
  FdName name = parse_name(text, place);
  if (name.kind == FdName::kDirectory)
    f.spare[0] = 1;
  if (name.kind == FdName::kStream && !is_about_link(f))
    put_name(f, argument, kDescriptors, name.number, {});
  if (name.kind == FdName::kNumber)
    put_name(f, argument, text.take(name.before), name.number,
             text.drop(name.rest));
}

// The whole name, without its NUL, in memory of the call's own; `start` is what
// was read of it already.  Empty: it is too long, or there is no memory.
StringView whole_name(CallFrame &f, int argument, StringView start) {
  bool cut = start.size == kShortName && start[start.size - 1];
  size_t room = cut ? kPathMax : start.size;
  char *all = static_cast<char *>(scratch(f, room));
  if (!all)
    return {};
  if (!cut)
    memcpy(all, start.data, start.size);
  size_t size = cut ? copy_text(f.own[argument], all, room) : start.size;
  return size && !all[size - 1] ? StringView(all, size - 1) : StringView();
}

bool takes_url(StringView start) {
  return state.remote_calls && may_be_url(start);
}

bool may_have_number(StringView text, const Place &place) {
  return !text.empty() &&
         (place.listing || may_be_fd_name(text) || may_be_under_proc(text));
}

// What the kernel is given is the end of the program's own text.  One that
// cannot be opened is left as it is: open(2) and its kin look at it again.
void replace_url(CallFrame &f, int argument, const Place &place, StringView text) {
  UrlName *name = static_cast<UrlName *>(scratch(f, sizeof(UrlName)));
  f.spare[1] = reinterpret_cast<u64>(name ? name : &no_room);
  if (!name)
    return;
  *name = {parse_url(text), text};
  const Url &url = name->url;
  if (url.fault != UrlFault::kNone)
    return;
  if (url.last == UrlMethod::kFd)
    return put_name(f, argument, kDescriptors, url.number, {});
  f.call[argument] = f.own[argument] + url.path;
  StringView path = text.drop(url.path);
  if (may_have_number(path, place))
    replace_number(f, argument, place, path);
}

[[gnu::noinline]] void replace_name(CallFrame &f, int argument,
                                    const Place &place, StringView start) {
  bool url = takes_url(start);
  StringView text = whole_name(f, argument, start);
  if (text.empty()) {
    if (url)
      f.spare[1] = reinterpret_cast<u64>(&no_room);
    return;
  }
  if (url)
    replace_url(f, argument, place, text);
  else
    replace_number(f, argument, place, text);
}

} // namespace

bool has_room_for_url(const UrlName *name) { return name != &no_room; }

void translate_name(CallFrame &f, int argument, int directory) {
  u64 at = f.own[argument];
  char bytes[kShortName];
  size_t size = at ? copy_text(at, bytes, sizeof bytes) : 0;
  StringView start(bytes, size);
  i32 from = directory >= 0 ? f.fd(directory) : AT_FDCWD;
  Place place = {from, from != AT_FDCWD && is_listing(from)};
  if (size && (may_have_number(start, place) || takes_url(start)))
    replace_name(f, argument, place, start);
}

} // namespace ckpt::syscall
