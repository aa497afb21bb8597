// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// open(2) and its kin: files named by URLs, and what is said of a file that is
// open for reading and writing.
#include <linux/openat2.h>

#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/open_url.h"
#include "runtime/syscall/records.h"
#include "runtime/syscall/say.h"

namespace ckpt::syscall {

namespace {

constexpr u32 kCreatFlags = O_CREAT | O_WRONLY | O_TRUNC; // creat(2)

int name_argument(const CallFrame &f) {
  return f.own_number == __NR_open || f.own_number == __NR_creat ? 0 : 1;
}

u64 flags_of(const CallFrame &f) {
  open_how how = {};
  switch (f.own_number) {
  case __NR_open:
    return f.own[1];
  case __NR_creat:
    return kCreatFlags;
  case __NR_openat:
    return f.own[2];
  }
  return copy_in(f.own[2], &how.flags, sizeof how.flags) ? how.flags : 0;
}

// With other flags than the program's.
Then make_with(CallFrame &f, u64 flags) {
  switch (f.own_number) {
  case __NR_open:
    f.call[1] = flags;
    return kMake;
  case __NR_creat:
    f.number = __NR_open;
    f.call[2] = f.own[1];
    f.call[1] = flags;
    return kMake;
  case __NR_openat:
    f.call[2] = flags;
    return kMake;
  }
  constexpr u64 kLargest = kPageSize; // of what the kernel takes
  if (f.own[3] < sizeof(open_how) || f.own[3] > kLargest)
    return kMake; // it says what is wrong
  u64 *how = static_cast<u64 *>(replace_argument(f, 2, f.own[3]));
  if (!how)
    return answer(f, -EFAULT);
  *how = flags;
  return kMake;
}

// A file may have such a name; then it is no URL.
bool is_plain_file(const CallFrame &f) {
  constexpr u64 kNoFollow = 0x100; // AT_SYMLINK_NOFOLLOW
  int name = name_argument(f);
  u64 directory = name ? f.call[0] : static_cast<u64>(i64{AT_FDCWD});
  struct stat st;
  return sys::call(__NR_newfstatat, directory, f.own[name], &st, kNoFollow)
      .ok();
}

i64 open_copy(const UrlName &name, u64 flags) {
  SysResult copy = copy_for_url(name.url, real_of(name.url.number), flags);
  Marks marks = 0;
  if (!copy.ok())
    return copy.value();
  if (!make_record(name.url.methods, name.url.number, name.text, marks)) {
    sys::close(copy.fd()).ignore();
    return -ENOMEM;
  }
  return number_for(copy.fd(), marks);
}

} // namespace

Then begin_open(CallFrame &f) {
  const UrlName *name = url_of(f);
  if (!name)
    return kMake;
  if (!has_room_for_url(name))
    return answer(f, -ENOMEM);
  const Url &url = name->url;
  if (url.fault == UrlFault::kUnknown && is_plain_file(f)) {
    f.spare[1] = 0;
    return kMake;
  }
  if (url.fault != UrlFault::kNone) {
    say([name] { warn_bad_url(name->url, name->text); });
    return answer(f, -ENOENT);
  }
  u64 flags = flags_of(f), wanted = flags_for_url(url, flags);
  if (url.last == UrlMethod::kFd)
    return answer(f, open_copy(*name, flags));
  return wanted == flags ? kMake : make_with(f, wanted);
}

void end_open(CallFrame &f) {
  const UrlName *name = url_of(f);
  Marks marks = 0;
  if (f.result < 0)
    return;
  if (name && !make_record(name->url.methods, -1, name->text, marks)) {
    sys::close(static_cast<int>(f.result)).ignore();
    f.result = -ENOMEM;
    return;
  }
  give_number(f, marks);
  if ((flags_of(f) & O_ACCMODE) == O_RDWR && f.result >= 0)
    warn_read_write(static_cast<i32>(f.result));
}

} // namespace ckpt::syscall
