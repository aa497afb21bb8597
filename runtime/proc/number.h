// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The pieces every /proc line is made of: numbers, blanks and words, taken
// from the front of a view.  Pure: no system calls, no allocation.
// Phase: any.  Needs: nothing.  Never: reads outside the view.
// Errors: false for no digit and for a number above 64 bits; view and out are
// then as they were.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::proc {

[[nodiscard]] bool take_dec(StringView &s, u64 &out);
[[nodiscard]] bool take_hex(StringView &s, u64 &out); // either case, no "0x"
[[nodiscard]] bool take_oct(StringView &s, u64 &out);

// The same, and false for what does not fit in 32 bits.
[[nodiscard]] bool take_dec(StringView &s, u32 &out);
[[nodiscard]] bool take_hex(StringView &s, u32 &out);
[[nodiscard]] bool take_oct(StringView &s, u32 &out);

// An optional '-' and digits; false outside of i64.
[[nodiscard]] bool take_signed(StringView &s, i64 &out);

// Takes c when the view starts with it.
[[nodiscard]] bool take_char(StringView &s, char c);

// Blanks are ' ' and '\t'.
void skip_blanks(StringView &s);

// What stands before the next blank or the end; empty at a blank.
StringView take_word(StringView &s);

// Only blanks are left.
bool only_blanks(StringView s);

// Splits "Key: value" at the first ':'; value without its leading blanks.
// False, and nothing changed, when there is no ':'.
[[nodiscard]] bool split_field(StringView line, StringView &key,
                               StringView &value);

} // namespace ckpt::proc
