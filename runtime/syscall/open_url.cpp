// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/open_url.h"

#include <asm/errno.h>

#include "runtime/ckpt/report.h"

namespace ckpt::syscall {

namespace {

bool appends(const Url &url) {
  return url.methods & url_bit(UrlMethod::kAppend);
}

// O_WRONLY | O_RDWR asks for neither, as the kernel has it.
bool allows(u64 have, u64 wanted) {
  have &= O_ACCMODE;
  wanted &= O_ACCMODE;
  return have == O_RDWR || have == wanted || wanted == O_ACCMODE;
}

} // namespace

void warn_bad_url(const Url &url, StringView text) {
  StringView reason = meaning_of(url.fault, url.last);
  Reason line("I don't understand url (", OneLine{text.drop(url.wrong)}, ").");
  if (!reason.empty())
    line.add(" ", reason, ".");
  warn(WarningKind::kBadUrl, line.view());
}

u64 flags_for_url(const Url &url, u64 flags) {
  return appends(url) ? (flags | O_APPEND) & ~u64{O_TRUNC} : flags;
}

SysResult copy_for_url(const Url &url, i32 real, u64 flags) {
  SysResult have = real < 0 ? SysResult(-EBADF) : sys::fcntl(real, F_GETFL);
  if (!have.ok())
    return SysResult(-ENOENT);
  u64 description = static_cast<u64>(have.value());
  if (!allows(description, flags))
    return SysResult(-EACCES);
  if (appends(url) && !(description & O_APPEND))
    sys::fcntl(real, F_SETFL, description | O_APPEND).ignore();
  return sys::fcntl(real, flags & O_CLOEXEC ? F_DUPFD_CLOEXEC : F_DUPFD);
}

} // namespace ckpt::syscall
