// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/given.h"

#include "runtime/ckpt/report.h"
#include "runtime/syscall/records.h"
#include "runtime/syscall/url.h"

namespace ckpt::syscall {

namespace {

StringView url_of(const Inherited &entry) {
  return {state.given_urls + entry.url, entry.url_size};
}

// 0: it is a plain local file.
Marks marks_of(const Inherited &entry) {
  StringView text = url_of(entry);
  Url url = {};
  if (!text.empty())
    url = parse_url(text);
  else if (!entry.by_stream)
    url = {UrlFault::kNone, UrlMethod::kFd, url_bit(UrlMethod::kFd),
           entry.number, 0, 0};
  Marks marks = 0;
  if (url.methods && !make_record(url.methods, url.number, text, marks))
    error("no memory for the URL of descriptor ", entry.number,
          "; it is used without");
  return marks;
}

} // namespace

void name_inherited() {
  for (u32 i = 0; i < state.inherited_count; ++i)
    if (real_of(state.inherited[i].number) >= 0)
      set_marks(state.inherited[i].number, marks_of(state.inherited[i]));
}

void enter_given() {
  for (u32 i = 0; i < state.inherited_count; ++i) {
    const Inherited &entry = state.inherited[i];
    if (!entry.by_stream)
      continue;
    Marks marks = marks_of(entry);
    if (claim_number(entry.number, entry.real, marks))
      continue;
    set_marks(entry.number, marks);
    change(entry.number, entry.real); // the same but for one that was closing
  }
}

} // namespace ckpt::syscall
