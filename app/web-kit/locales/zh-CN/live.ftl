# 页面上由数据生成的话
occupations-story-source = 依据：{ $release } 公布的职业分类
occupations-story-added = 列入大典：{ $name }
occupations-story-replaced = 由 { $code } 变更而来
occupations-story-renamed = “{ $from }”改称“{ $to }”
occupations-story-marked = 绿色、数字标识有变化
occupations-story-ranked = 在分类中的层级有变化
occupations-story-replaced-by = 由 { $code } 接替
occupations-story-cancelled = 从大典中取消
body-school = 技工院校
body-training = 培训机构
state-ended = 已终止
state-none = 没有备案
