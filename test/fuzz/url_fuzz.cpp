// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Random file names: what a URL says of itself lies within its text, and what is
// taken for a path or a number is read so again.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "runtime/syscall/url.h"

using namespace ckpt;
using namespace ckpt::syscall;

static void require(bool holds, const char *what) {
  if (holds)
    return;
  std::fprintf(stderr, "url_fuzz: violated: %s\n", what);
  std::abort();
}

static void check_good(const Url &url, StringView text) {
  u32 one = 1u << static_cast<unsigned>(url.last);
  require(url.methods & one, "the last method is one of all");
  bool number = url.last == UrlMethod::kFd;
  require(number == (url.number >= 0), "a number where one belongs");
  require(number || url.path < text.size, "a path is not empty");
  for (const UrlMethodRow &row : kUrlMethods)
    require(row.served || !(url.methods & url_bit(row.id)),
            "what is not served cannot be opened");
  // Without its first method it is the rest, or a path.
  size_t colon = text.find(':');
  StringView rest = text.drop(colon + 1);
  if (!number && may_be_url(rest) && url.path > colon + 1 && rest[0] != '(') {
    Url inner = parse_url(rest);
    require(inner.fault == UrlFault::kNone && inner.last == url.last &&
                inner.path + colon + 1 == url.path,
            "a chain ends where its rest does");
  }
}

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  // A copy on the heap: what is read behind its end is noticed.
  std::unique_ptr<char[]> exact(new char[size]);
  if (size)
    std::memcpy(exact.get(), data, size);
  StringView text(exact.get(), size);
  if (!may_be_url(text))
    return 0;
  Url url = parse_url(text);
  require(!(url.methods & ~kAllUrlMethods), "methods are known");
  require(url.wrong < text.size, "what is wrong is in the text");
  StringView meaning = meaning_of(url.fault, url.last);
  require(meaning.empty() == (url.fault == UrlFault::kNone ||
                              url.fault == UrlFault::kUnknown),
          "a fault has a meaning");
  if (url.fault == UrlFault::kNone)
    check_good(url, text);
  return 0;
}
