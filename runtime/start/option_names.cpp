// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/option_names.h"

namespace ckpt::start {

bool is_flag(StringView word) {
  return word.starts_with(kCondorPrefix) || word.starts_with(kCkptPrefix);
}

const Option *find_option(StringView word) {
  for (const Option &option : kOptions)
    if (option.match == OptionMatch::kPrefix
            ? word.starts_with(option.spelling)
            : word == StringView(option.spelling))
      return &option;
  return nullptr;
}

// Levenshtein's distance, row by row; `b` is shorter than a spelling.
static size_t edit_distance(StringView a, StringView b) {
  size_t row[sizeof(Option::spelling) + 1];
  for (size_t j = 0; j <= b.size; ++j)
    row[j] = j;
  for (size_t i = 1; i <= a.size; ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size; ++j) {
      size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
      diagonal = row[j];
      row[j] = min(replaced, min(row[j], row[j - 1]) + 1);
    }
  }
  return row[b.size];
}

const Option *closest_option(StringView word) {
  word = word.take(word.find('='));
  if (word.size > sizeof(Option::spelling))
    return nullptr;
  const Option *best = nullptr;
  size_t best_distance = 3;
  for (const Option &option : kOptions) {
    StringView spelling(option.spelling);
    if (!spelling.starts_with(kCkptPrefix))
      continue;
    size_t distance = edit_distance(word, spelling);
    // With half of a short name wrong it is another word.
    size_t name_size = spelling.size - StringView(kCkptPrefix).size;
    if (distance < best_distance && distance * 2 <= name_size) {
      best = &option;
      best_distance = distance;
    }
  }
  return best;
}

static char to_upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

bool equal_ignoring_case(StringView a, StringView b) {
  if (a.size != b.size)
    return false;
  for (size_t i = 0; i < a.size; ++i)
    if (to_upper(a[i]) != to_upper(b[i]))
      return false;
  return true;
}

size_t choice_index(StringView choices, StringView word, bool ignore_case) {
  size_t index = 0;
  for (; !choices.empty(); ++index) {
    size_t end = choices.find('|');
    StringView choice = choices.take(end);
    if (ignore_case ? equal_ignoring_case(choice, word) : choice == word)
      break;
    choices = choices.drop(end + 1);
  }
  return index;
}

} // namespace ckpt::start
