//! Zsh. The library's script passes words on with their quotes, and has zsh compare candidates with
//! what was typed, which drops `Marta Lindqvist` for `mar` and for `lindq`.

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

use clap::Command;
use clap_complete::env::{EnvCompleter, Zsh};

use super::quoted;
use super::shell::{Script, Shell};

pub(super) const ZSH: Shell = Shell {
    names: ("zsh", &[]),
    script: Script::Own(SCRIPT),
    complete,
};

/// The script works from a start-up file as well as under the name `_helpscout` in a folder of
/// `fpath`.
const SCRIPT: &str = r#"#compdef PROGRAM
_helpscout() {
    local -a found folders starts others
    local line value typed=${(L)${(Q)PREFIX}} is_start=1
    # The last word ends at the cursor.
    found=("${(@f)$(VARIABLE=zsh _CLAP_IFS=$'\n' _CLAP_COMPLETE_INDEX=$((CURRENT - 1)) \
        COMPLETER -- "${words[@]:0:$((CURRENT - 1))}" "$QIPREFIX$PREFIX" 2>/dev/null)}")
    for line in ${found:#}; do
        # A colon that is not escaped begins the description.
        value=${${line//\\:/$'\0'}%%:*}
        [[ ${(L)value//$'\0'/:} == "$typed"* ]] || is_start=
        if [[ $value == */ ]]; then
            folders+=("${${line/\/:/:}%/}")
        elif [[ $value == *= ]]; then
            starts+=("$line")
        else
            others+=("$line")
        fi
    done
    # The program has compared: in any case of letters, and with last names and email addresses as well.
    (($#folders)) && _describe -V 'values' folders -U -S / -r /
    (($#starts)) && _describe -V 'values' starts -U -S ''
    (($#others)) && _describe -V 'values' others -U
    # What candidates have in common would replace what was typed, also where that is less.
    if [[ ! $is_start ]] && ((compstate[nmatches] > 1)); then
        compstate[insert]=menu
    fi
    (($#folders + $#starts + $#others))
}
if [[ ${funcstack[1]} == _helpscout ]]; then
    _helpscout "$@"
else
    ((${+functions[compdef]})) || { autoload -Uz compinit && compinit }
    compdef _helpscout PROGRAM
fi
"#;

fn complete(
    program: &mut Command,
    words: Vec<OsString>,
    folder: Option<&Path>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let words = words.iter().map(|word| quoted::read(word)).collect();
    Zsh.write_complete(program, words, folder, out)
}
