# Completion for fish: the program itself says what may stand next.

function __makesafe_words
    set -l words (commandline -opc)
    set -l begun (commandline -ct)
    for line in (command $words[1] complete $words[2..] "$begun" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path $begun
            case :folders
                __fish_complete_directories $begun
            case '*'
                echo $line
        end
    end
end

complete -c makesafe -f -a '(__makesafe_words)'
