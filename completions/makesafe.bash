# Completion for bash: the program itself says what may stand next.

_makesafe() {
        local words=() word last= line at reply=() begun=${COMP_WORDS[COMP_CWORD]}
        # bash takes "--format=json" and "sqlite:record" for three words each.
        for ((at = 1; at <= COMP_CWORD; at++)); do
                word=${COMP_WORDS[at]}
                if [[ ${#words[@]} -gt 0 && ($word == [=:] || $last == [=:]) ]]; then
                        words[-1]+=$word
                else
                        words+=("$word")
                fi
                last=$word
        done
        [[ $begun == [=:] ]] && begun=
        local lead=${words[-1]%"$begun"}
        mapfile -t reply < <("${COMP_WORDS[0]/#\~/$HOME}" complete "${words[@]}" 2>/dev/null)
        COMPREPLY=()
        for line in "${reply[@]}"; do
                case $line in
                :files)
                        compopt -o filenames 2>/dev/null
                        mapfile -t COMPREPLY < <(compgen -f -- "$begun")
                        ;;
                :folders)
                        compopt -o filenames 2>/dev/null
                        mapfile -t COMPREPLY < <(compgen -d -- "$begun")
                        ;;
                *)
                        word=${line%%$'\t'*}
                        printf -v word %q "${word#"$lead"}"
                        COMPREPLY+=("$word")
                        ;;
                esac
        done
}

complete -F _makesafe makesafe
