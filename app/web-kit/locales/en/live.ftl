# Sentences made from data
occupations-story-source = Source: classification published { $release }
occupations-story-added = Entered the classification as { $name }
occupations-story-replaced = Came from { $code }
occupations-story-renamed = “{ $from }” was renamed “{ $to }”
occupations-story-marked = Its green or digital mark changed
occupations-story-ranked = Its rank in the classification changed
occupations-story-replaced-by = { $code } took its place
occupations-story-cancelled = Left the classification
body-school = Technical school
body-training = Training body
state-ended = Ended
state-none = Not filed
